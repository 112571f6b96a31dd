"""투표: from a draft to a sealed result."""
