"""The nouns: ids, states and frozen rows, each declared once, and the SQLAlchemy tables derived from them."""
