"""`python -m validation`: measure every accuracy figure, judge it, record it."""

import os
import sys

from tools.rows import Ledger, main

if __name__ == "__main__":
    # Modules run side by side; linear algebra that also spreads over all cores would only slow both down.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main(Ledger("validation", workers=os.cpu_count() or 1)))
