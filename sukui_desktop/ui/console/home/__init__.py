"""Home: which meeting to open, or how to begin one."""
