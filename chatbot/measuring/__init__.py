"""The figures of a knowledge folder, for its curator."""
