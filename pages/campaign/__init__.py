"""A campaign's details."""
