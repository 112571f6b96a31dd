"""Stations of a room: let in, paused, shut out."""
