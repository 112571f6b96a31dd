"""The room hub: HTTPS for the stations of one room, and the line by which a station reaches it."""
