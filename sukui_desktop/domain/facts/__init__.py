"""What may happen in a meeting: one frozen struct for the body of each kind of entry, in the past tense."""
