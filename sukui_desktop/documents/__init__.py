"""Files of other people in, papers of ours out; neither knows a window or a database."""
