"""회의록: what the law asks to be written down."""
