"""The stores of a station: meeting file, ballot box, station folder; the only place with SQL."""
