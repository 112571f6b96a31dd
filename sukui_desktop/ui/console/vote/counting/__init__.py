"""The count of a closed poll."""
