"""The hall screen: the window on the second screen and the desk that chooses what it shows."""
