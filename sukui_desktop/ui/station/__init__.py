"""What every station shows before it is at work: being let in, and waiting for the hub."""
