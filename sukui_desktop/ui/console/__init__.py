"""The console: the window from which a facilitator and a recorder run a meeting."""
