"""Connections to providers, and the events that wait for a campaign."""
