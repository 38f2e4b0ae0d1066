"""YAML becomes frozen knowledge, once; its stored form; and the one writer of files."""
