"""The independent checker, written apart from the solver and its rules.

Only nouns, the figures in `limits` and the words for places in `body` and kit in `kit` are shared; every rule is
stated here a second time, from the sessions alone, so that a slip in a rule's constraints cannot hide.
"""
