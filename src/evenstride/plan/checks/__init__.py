"""The independent checker, written apart from the solver and its rules.

Only nouns, the figures in `limits` and the words for places and kit in `body` and `kit` are shared; every rule is stated here a
second time, from the sessions alone, so that a slip in a rule's constraints cannot hide.
"""
