"""Stage 2: plain values to typed specs. What an editor may write, and what each field is for."""
