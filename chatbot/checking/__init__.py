"""The problems of a knowledge folder, for its curator."""
