"""Who is on the lists."""
