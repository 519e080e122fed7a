"""The only folder that speaks SQL or files."""
