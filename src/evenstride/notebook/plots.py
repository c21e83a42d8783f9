"""A plot in a notebook: it shows itself, says itself in words, and is saved as a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evenstride.app.plots import standalone_svg
from evenstride.core.chart import Figure
from evenstride.core.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """One drawn chart.

    Attributes
    ----------
    figure : Figure
        What is drawn, as data: marks, words and the table behind it (`figure.spec.table`).
    """

    figure: Figure

    @property
    def svg(self) -> str:
        """The drawing as an SVG document that needs no stylesheet."""
        return standalone_svg(self.figure)

    def save(self, path: str | Path) -> Path:
        """Write the drawing as an SVG file and return its path.

        Raises
        ------
        InputError
            If the name does not end in `.svg`, or the file cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() != ".svg":
            raise InputError(
                f"a plot is saved as SVG, not as '{target.suffix or target.name}'",
                remedy="Name the file .svg; every browser opens it, and other formats are made from it",
            )
        try:
            target.write_text(self.svg, encoding="utf-8")
        except OSError as error:
            raise InputError(f"the plot cannot be written ({error.strerror})", place=str(target)) from error
        return target

    def _repr_svg_(self) -> str:
        """Show the drawing in a notebook."""
        return self.svg

    def __repr__(self) -> str:
        """Say what the drawing shows, for those who do not see it."""
        return f"{self.figure.spec.title}. {self.figure.spec.description}"
