"""How an entry changes what readers see: pure and total, the same for a click, a replay and a received entry."""
