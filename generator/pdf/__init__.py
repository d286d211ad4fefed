"""Stage 5: the handbook, the cards and the packs, set by Typst from the knowledge base."""
