"""Evenstride: find what limits a runner's speed, plan the week, say honestly whether it works."""

__version__ = "0.1.0"
