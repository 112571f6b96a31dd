"""The citizen's window: without it nobody could mark a secret ballot on this machine."""
