"""A believable year from a seed: what the product looks like when it is used."""
