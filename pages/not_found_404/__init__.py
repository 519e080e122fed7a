"""What is at no address."""
