"""`sukui`: the same services for people who type, and for programs; one file per group of commands."""
