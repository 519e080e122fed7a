"""A campaign held against similar ones by the hours since its start."""
