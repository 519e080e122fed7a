"""How events come in: read, checked, and kept before anyone is told that they arrived."""
