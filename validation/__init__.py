"""Accuracy: every figure the docs show about how right Evenstride is, measured again by `make validate`.

One module per question, named `CAPABILITY_question.py`; what it defines is written at the top of `tools/rows.py`.
"""
