"""Results of other channels: read, checked and combined into one score."""
