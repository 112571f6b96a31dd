"""A poll that is ready, open, paused or void."""
