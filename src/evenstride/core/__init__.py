"""The nouns every room speaks in. Imports numpy and the standard library, nothing else."""
