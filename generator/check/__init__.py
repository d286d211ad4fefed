"""Stage 3: the proof that every device has a complete sign-out path."""
