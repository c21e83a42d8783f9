"""Nothing comes in without a licence that is known and allowed."""

from importlib.metadata import distributions
from typing import Any

import pytest

from tools import licences
from tools.licences import Package

KNOWN: dict[str, Any] = {
    "allowed": ["MIT", "BSD-3-Clause"],
    "tolerated": {"odd": ["rivals"]},
    "packages": {"one": "MIT"},
    "assets": {"Pictures": {"files": ["pictures/*"], "licence": "MIT", "origin": "ours"}},
}
ONE = Package("one", ("1.0",), ("core",), "MIT")


def test_our_own_lock_and_wheel_have_known_licences(capsys: pytest.CaptureFixture[str]) -> None:
    assert licences.main() == 0, capsys.readouterr().out


def test_a_whole_set_has_no_fault() -> None:
    assert list(licences.find_faults([ONE], KNOWN)) == []


@pytest.mark.parametrize(
    ("package", "complaint"),
    [
        (Package("new", ("1.0",), ("core",), None), "new: no licence is known"),
        (Package("new", ("1.0",), ("lab",), "GPL-3.0-only"), "new: GPL-3.0-only is not allowed for lab"),
        (Package("new", ("1.0",), ("core",), "MIT AND SSPL-1.0"), "new: SSPL-1.0 is not allowed for core"),
        (Package("odd", ("1.0",), ("rivals", "core"), "LicenseRef-Odd"), "odd: LicenseRef-Odd is not allowed"),
    ],
)
def test_what_may_not_come_in_is_named(package: Package, complaint: str) -> None:
    (found,) = licences.find_faults([ONE, package], KNOWN)
    assert found.startswith(complaint)


def test_what_is_tolerated_in_its_group_passes_there() -> None:
    odd = Package("odd", ("1.0",), ("rivals",), "LicenseRef-Odd")
    assert list(licences.find_faults([ONE, odd], KNOWN)) == []


def test_a_package_that_left_the_lock_is_named() -> None:
    assert "one: no longer in the lock" in next(licences.find_faults([], KNOWN))


def test_a_package_that_tells_another_licence_is_named() -> None:
    pytest_itself = next(one for one in distributions() if licences.normal(one.metadata["Name"]) == "pytest")
    wrong = Package("pytest", (pytest_itself.version,), ("dev",), "BSD-3-Clause")
    (found,) = licences.find_contradictions([wrong], [pytest_itself])
    assert "says MIT" in found
    assert "BSD-3-Clause" in found


def test_a_shipped_file_of_nobody_is_named() -> None:
    files = ["pictures/a.png", "core/run.py", "fonts/b.woff2"]
    assert list(licences.find_unclaimed(files, KNOWN)) == ["fonts/b.woff2"]


def test_extras_of_a_dependency_are_followed() -> None:
    lock = {
        "package": [
            {"name": "evenstride", "version": "0", "optional-dependencies": {"lab": [{"name": "a", "extra": ["x"]}]}},
            {
                "name": "a",
                "version": "1",
                "dependencies": [{"name": "b"}],
                "optional-dependencies": {"x": [{"name": "c"}]},
            },
            {"name": "b", "version": "2"},
            {"name": "c", "version": "3"},
        ]
    }
    found = licences.list_packages(lock, {"c": "MIT"})
    assert [(one.name, one.needed_by, one.licence) for one in found] == [
        ("a", ("lab",), None),
        ("b", ("lab",), None),
        ("c", ("lab",), "MIT"),
    ]
