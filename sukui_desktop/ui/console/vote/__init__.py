"""The 투표 tab: the life of a poll from its draft to its sealing, one view for each step."""
