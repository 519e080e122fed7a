"""From a published campaign to messages at a carrier, each handed over once."""
