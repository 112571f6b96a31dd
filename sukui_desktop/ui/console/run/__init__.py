"""진행: without it nobody could open the sitting, turn to an item or write down what was said and decided."""
