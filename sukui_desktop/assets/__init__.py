"""Shipped files and sentences: fonts, messages, templates, styles, practice data."""
