"""First step of a poll: the draft."""
