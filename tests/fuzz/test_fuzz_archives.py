"""Broken archives: listed, or left out with a reason. Seeded and counted, so that it is the same everywhere."""

import pytest

from tests.fuzz.cases import all_of, broken_by
from tools.fuzz_targets import Target

COUNTS = {}
COUNT = 8000


@pytest.mark.parametrize("target", all_of("archives"), ids=lambda one: one.name)
def test_broken_files_are_read_or_refused(target: Target, seed: int) -> None:
    assert broken_by(target, count=COUNTS.get(target.name, COUNT), seed=seed) == []
