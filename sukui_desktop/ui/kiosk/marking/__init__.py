"""One voter's marks, a class for each kind of question: without it every page would have to know every method."""
