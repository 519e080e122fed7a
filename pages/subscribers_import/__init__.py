"""A file of subscribers on its way in."""
