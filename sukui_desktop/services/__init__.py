"""The verbs: all that a window, a command or another station may ask of a meeting."""
