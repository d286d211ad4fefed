"""Drawings that stand on pages and on paper alike."""
