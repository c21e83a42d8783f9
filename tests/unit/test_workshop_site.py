"""The site: every page is listed, and what pages link to comes along in its place."""

from pathlib import Path
from typing import Any

import pytest

from tools import make_site


def names(tree: list[Any]) -> set[str]:
    """Every page below a tree of the menu."""
    found: set[str] = set()
    for one in tree:
        for entry in one.values() if isinstance(one, dict) else [one]:
            found |= {entry} if isinstance(entry, str) else names(entry)
    return found


def test_every_page_is_in_the_menu() -> None:
    pages = make_site.list_pages(make_site.ROOT)
    assert names(make_site.list_navigation(pages, make_site.ROOT)) == {page.as_posix() for page in pages}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    texts = {
        "README.md": "# Front\n\n[a](docs/index.md) ![p](docs/p.png)",
        "CONTRIBUTING.md": "# Help",
        "CHANGELOG.md": "# News",
        "docs/index.md": '# Start\n\n[code](../src/one.py) [out](https://a.org) [gone](../none.py) <img src="p.png">',
        "docs/p.png": "picture",
        "docs/how-to/b.md": "# Zebra",
        "docs/how-to/z.md": "# Ant",
        "src/one.py": "one = 1",
        "src/two.py": "two = 2",
        "mkdocs.yml": "docs_dir: .cache/site-source\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_pages_and_what_they_link_to_are_laid_out_and_nothing_else(repository: Path) -> None:
    config = make_site.lay_out(repository)
    source = repository / make_site.SOURCE
    laid = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    pages = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/index.md", "docs/how-to/b.md", "docs/how-to/z.md"}
    assert laid == pages | {"docs/p.png", "src/one.py"}
    assert config.read_text().startswith("docs_dir: site-source\nnav: [")


def test_a_folder_is_listed_by_titles(repository: Path) -> None:
    tree = make_site.list_navigation(make_site.list_pages(repository), repository)
    assert next(one["How-to"] for one in tree if "How-to" in one) == [
        {"Ant": "docs/how-to/z.md"},
        {"Zebra": "docs/how-to/b.md"},
    ]


def test_a_page_without_a_heading_is_refused(repository: Path) -> None:
    (repository / "docs" / "how-to" / "b.md").write_text("no heading")
    with pytest.raises(ValueError, match="has no heading to be listed by"):
        make_site.lay_out(repository)
