"""Windows of the people who sign with keys of their own: who they are, their cards, their proofs."""
