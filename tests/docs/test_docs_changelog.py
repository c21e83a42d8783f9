"""The changelog knows the version people hold, and keeps its form: newest first, numbers before everything else."""

import re
from datetime import date
from pathlib import Path

from evenstride import __version__

TEXT = (Path(__file__).resolve().parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASED = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", TEXT, flags=re.MULTILINE)


def test_the_version_people_hold_is_the_newest_released() -> None:
    assert RELEASED[0][0] == __version__


def test_releases_stand_newest_first_with_their_day() -> None:
    days = [date.fromisoformat(day) for _, day in RELEASED]
    versions = [tuple(map(int, version.split("."))) for version, _ in RELEASED]
    assert days == sorted(days, reverse=True)
    assert versions == sorted(versions, reverse=True)


def test_every_section_is_a_release_or_what_comes_next_and_numbers_come_first() -> None:
    first, *rest = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    assert first.startswith("[Unreleased]")
    assert len(rest) == len(RELEASED)
    for section in (first, *rest):
        parts = re.findall(r"^### (.+)$", section, flags=re.MULTILINE)
        assert "Scientific changes" not in parts[1:], section[:20]
