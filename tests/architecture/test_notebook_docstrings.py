"""Every name of `import evenstride as es` says what goes in, what comes out, what it refuses, and shows it."""

import inspect

import pytest

import evenstride as es

NAMES = [one for one in dir(es) if not one.startswith("_") and not inspect.ismodule(getattr(es, one))]
CALLS = [name for name in NAMES if inspect.isfunction(getattr(es, name))]


def test_nothing_private_is_listed() -> None:
    assert {"fit_sprint", "fit_sprints", "fit_traces", "Sprint"} <= set(NAMES)
    assert "_NOTEBOOK" not in dir(es)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("part", ["Parameters\n---", "Returns\n---", "Raises\n---", "Examples\n---", ">>>"])
def test_a_call_is_described_in_full(name: str, part: str) -> None:
    assert part in (inspect.getdoc(getattr(es, name)) or "")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CALLS])
def test_a_class_names_its_attributes_and_describes_its_methods(name: str) -> None:
    kind = getattr(es, name)
    assert "Attributes\n---" in (inspect.getdoc(kind) or "")
    bare = [
        one
        for one, what in vars(kind).items()
        if not one.startswith("_") and (callable(what) or isinstance(what, property)) and not inspect.getdoc(what)
    ]
    assert bare == []
