"""Notes on charts."""
