"""The schema, as numbered SQL files run in order. A released file is never edited; a change is a new file."""
