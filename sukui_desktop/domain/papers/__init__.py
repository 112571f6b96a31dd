"""What papers and the public file say, put together and frozen."""
