"""회의록: without it the recorder could not fill in what the law asks for, nor see what is missing."""
