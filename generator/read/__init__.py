"""Stage 1: files to plain values, with the line and column of each."""
