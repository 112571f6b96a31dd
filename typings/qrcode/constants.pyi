"""How much of a code may be dirty and still be read: L 7 %, M 15 %, Q 25 %, H 30 %."""

ERROR_CORRECT_L: int
ERROR_CORRECT_M: int
ERROR_CORRECT_Q: int
ERROR_CORRECT_H: int
