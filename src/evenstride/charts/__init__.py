"""Nouns → chart as data, with alt text and a table, and the one renderer that turns it into SVG.

One file per chart in `plots`: `CHART`, its name, and `draw(...) -> Spec`. Nothing here computes a result.
"""
