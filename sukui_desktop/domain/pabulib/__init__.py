"""Elections of other cities as Pabulib files tell them."""
