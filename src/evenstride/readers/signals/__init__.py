"""Formats of laboratory instruments, one file each; see `evenstride.readers.instruments` for what a module defines."""
