"""Settings of the whole library."""

invariant: int
pageCompression: int
useA85: int
