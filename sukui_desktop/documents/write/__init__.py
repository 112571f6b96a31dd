"""Documents as files: without it what a meeting decided could not leave the program on paper."""
