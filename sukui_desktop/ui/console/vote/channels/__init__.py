"""Results of other channels: files that a poll waits for."""
