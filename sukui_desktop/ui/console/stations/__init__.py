"""[기기]: the stations of the room as the console sees them."""
