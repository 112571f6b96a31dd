"""What other rules would have chosen: advice, never the list."""
