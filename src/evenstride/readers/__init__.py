"""Bytes of one file → recordings in SI, with how the file was understood. One file per format in `formats`."""

from evenstride.readers.reading import all_formats, read

__all__ = ["all_formats", "read"]
