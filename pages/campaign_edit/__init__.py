"""The creator: one step of a campaign at a time."""
