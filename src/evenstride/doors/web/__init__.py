"""The local web door: pages laid out from overviews, one self-contained report, nothing from elsewhere."""
