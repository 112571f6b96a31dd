"""The result of a poll and its explanation."""
