"""Results of other channels: read, checked and reckoned into one score."""
