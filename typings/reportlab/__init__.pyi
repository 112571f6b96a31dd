"""What we use of reportlab 5: the PDF canvas and TrueType fonts."""

Version: str
