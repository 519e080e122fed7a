"""Where a campaign begins."""
