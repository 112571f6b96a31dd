"""Margin of a result, performance of single projects, and explanations of both."""
