"""Stage 4: the checked specs, resolved to what each reader meets. All that outputs may see."""
