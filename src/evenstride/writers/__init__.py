"""A plan out of the house: core nouns → bytes of files. One file per format in `forms`."""

from evenstride.writers.forms.plan_json import read_document
from evenstride.writers.writing import all_forms, form_named

__all__ = ["all_forms", "form_named", "read_document"]
