"""Check-in: the tab before which a queue of people stands."""
