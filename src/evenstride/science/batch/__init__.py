"""Many runs at once: the sprint fit as array arithmetic, with the answers of the single fit."""
