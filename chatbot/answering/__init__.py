"""The sentences of an answer: all of them are the curator's, filled in."""
