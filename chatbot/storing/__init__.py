"""The stored form of a knowledge, from which a start reads what it needs instead of all YAML."""
