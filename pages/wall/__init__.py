"""The wall screen: a page of its own, without the frame, made to run for days."""
