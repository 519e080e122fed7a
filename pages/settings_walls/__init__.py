"""Settings of wall screens: what they show, and which of them are paired."""
