"""Readers of files that other programs wrote.

Everything here is for the making queue: slow, without windows, without the meeting file. What cannot be read at all is
a `BadInput`; what is wrong in one row is a `Problem` of the `Reading`, for people to look at.
"""
