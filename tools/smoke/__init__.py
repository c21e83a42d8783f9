"""What each extra opens, tried as a user would: one script an extra, run by `tools/check_wheel.py`.

`NAME.py` belongs to the extra `NAME` and runs in an empty folder of an environment that holds the wheel and that extra.
Without the extra it must end with the sentence that names it.
"""
