"""Columns of a sheet as spreadsheets name them: A, B … Z, AA; counted from 0."""

from __future__ import annotations


def column_letters(column: int) -> str:
    """Return a column from 0 as a spreadsheet names it: 0 A, 26 AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return a spreadsheet's column from 0, -1 for what names none: A 0, AA 26."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return -1
        number = number * 26 + ord(letter) - 64
    return number - 1
