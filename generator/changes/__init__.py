"""What changed for readers between two knowledge bases, and what a change would touch."""
