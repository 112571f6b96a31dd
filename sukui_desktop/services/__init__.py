"""The verbs of the day: the whole of what a window, a command or another station may ask of a meeting."""
