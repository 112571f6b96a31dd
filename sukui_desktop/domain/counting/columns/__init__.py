"""The parts of the second counter: ballots read as columns of bits, judged and added up many at a time."""
