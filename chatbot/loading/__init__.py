"""YAML becomes frozen knowledge, once; and the one writer of files."""
