"""The windows: without them the services would have a command line only."""
