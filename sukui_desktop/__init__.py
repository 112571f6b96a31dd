"""The desktop program for the rooms of Korea's citizen-budget meetings."""

__version__ = "0.6.1"
