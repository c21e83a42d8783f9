"""`python -m benchmarks`: measure every speed figure, judge it, record it."""

import sys

from tools.rows import Ledger, main

if __name__ == "__main__":
    sys.exit(main(Ledger("benchmarks", workers=1, cached=False)))
