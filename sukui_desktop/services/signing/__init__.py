"""People who sign with keys of their own: enrolling them, taking their keys out, signing the steps of a poll."""
