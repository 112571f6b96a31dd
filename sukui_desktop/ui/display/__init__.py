"""The hall screen: without it only the people at the console would know what is going on."""
