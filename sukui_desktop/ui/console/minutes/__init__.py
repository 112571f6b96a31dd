"""회의록: what the recorder writes, and what the law still asks for."""
