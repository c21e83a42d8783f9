"""The lock gate lets the public index through and nothing else."""

from pathlib import Path

import pytest

from tools.check_lock import main

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = """
version = 1
[[package]]
name = "one"
source = { registry = "https://pypi.org/simple" }
wheels = [{ url = "https://files.pythonhosted.org/packages/one.whl", hash = "sha256:0" }]
[[package]]
name = "evenstride"
source = { editable = "." }
"""


def test_the_lock_of_the_project_is_public() -> None:
    assert main(ROOT / "uv.lock") == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://pypi.org/simple", "https://mirror.example/simple"),
        ("https://pypi.org/simple", "http://pypi.org/simple"),
        ("https://files.pythonhosted.org/packages/one.whl", "file:///tmp/one.whl"),
        ('{ registry = "https://pypi.org/simple" }', '{ git = "https://pypi.org/one.git" }'),
        ('{ registry = "https://pypi.org/simple" }', '{ path = "../one.whl" }'),
        ('{ editable = "." }', '{ editable = "../elsewhere" }'),
    ],
)
def test_any_other_place_is_refused(tmp_path: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text(PUBLIC)
    assert main(lock) == 0
    lock.write_text(PUBLIC.replace(old, new))
    assert main(lock) == 1
    assert "not from the public index" in capsys.readouterr().out


def test_an_empty_lock_is_no_pass(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text("version = 1\n")
    assert main(lock) == 1
