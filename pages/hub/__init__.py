"""The Analytics Hub."""
