"""Kinds of ballot, one object each, and the questions that are made and checked by them."""
