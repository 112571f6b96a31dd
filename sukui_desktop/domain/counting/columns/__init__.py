"""Counting by columns: without this folder the first counter would have nobody to be checked by."""
