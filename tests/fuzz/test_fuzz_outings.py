"""Broken activity files: read, read in part, or refused. Seeded and counted, so that it is the same everywhere."""

import pytest

from tests.fuzz.cases import all_of, broken_by
from tools.fuzz_targets import Target

COUNTS = {"FIT": 9000, "GPX": 34_000, "TCX": 34_000}
"""Some 20 s of computing each on one core, for what people bring most."""

COUNT = 8000


@pytest.mark.parametrize("target", all_of("outings"), ids=lambda one: one.name)
def test_broken_files_are_read_or_refused(target: Target, seed: int) -> None:
    assert broken_by(target, count=COUNTS.get(target.name, COUNT), seed=seed) == []
