"""The rules of the rooms, pure: no window, no SQL, no disk, no clock, no randomness of their own."""
