"""Specs changed by the program: the text of a file, with all that a person wrote around it."""
