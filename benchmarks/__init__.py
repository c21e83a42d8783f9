"""Speed: every figure the docs show about how fast Evenstride is, measured again by `make bench`.

One module per question, named `CAPABILITY_question.py`; what it defines is written at the top of `tools/rows.py`.
Where possible a row is a ratio to something everybody has, measured in turns with it, so that it means the same on
another machine. Modules run one after the other and nothing is cached.
"""
