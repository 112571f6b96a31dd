"""Another machine takes the place of the hub: what is kept for it beforehand, and how it is done."""
