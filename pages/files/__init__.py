"""Files of events that people hand over."""
