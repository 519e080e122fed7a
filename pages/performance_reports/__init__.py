"""The lists of campaigns."""
