"""Campaigns held against one another."""
