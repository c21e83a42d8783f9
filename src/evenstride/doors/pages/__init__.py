"""Templates, style and writing that the local web door and the report share."""
