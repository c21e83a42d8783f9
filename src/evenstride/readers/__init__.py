"""Bytes of one file → recordings in SI, with how the file was understood. One file per format in `formats`."""

from evenstride.readers.reading import all_formats, is_known_column, known_columns, read, read_head, suggest_column
from evenstride.readers.typed_splits import TypedRun, parse_typed_runs

__all__ = [
    "TypedRun",
    "all_formats",
    "is_known_column",
    "known_columns",
    "parse_typed_runs",
    "read",
    "read_head",
    "suggest_column",
]
