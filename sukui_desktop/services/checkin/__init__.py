"""접수: who is here, and who was given a slip."""
