"""Stage 6: the whole publication, in place at once or not at all."""
