"""A message becomes words and mentions."""
