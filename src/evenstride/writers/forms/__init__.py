"""One module per file format; found by walking this folder."""
