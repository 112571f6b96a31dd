"""The citizen's window: marking and casting a secret ballot at a machine of the room."""
