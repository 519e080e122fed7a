"""What leaves as a file: tables and charts in formats that other programs read."""
