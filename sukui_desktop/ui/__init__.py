"""The windows: console, check-in, kiosk and hall screen, and what they share."""
