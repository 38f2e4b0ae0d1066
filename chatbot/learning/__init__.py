"""Phrasings become a model, when a knowledge base is loaded. The only room that needs numpy."""
