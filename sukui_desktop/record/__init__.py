"""What makes a fact a lasting entry: header, signature, commitment, clock and sealing; no SQL, no window."""
