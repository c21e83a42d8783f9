"""Judges: one file each, found by walking this folder; each weighs the claims that name it."""
