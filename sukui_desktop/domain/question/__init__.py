"""What is asked: question, limits, channels and rule, frozen as a definition."""
