"""The law of push and swing over a squad: rival laws, a simulator of each, one hierarchical fit, and their comparison.

NumPyro (the extra `bayes`) is imported inside functions only, so that everything else works and starts without it.
"""
