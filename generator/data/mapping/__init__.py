"""From a knowledge base to the entities of the data: pure, by topic."""
