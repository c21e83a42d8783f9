"""Use case: how to film a run, on one page."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.charts.plots import film_set_up
from evenstride.charts.svg import draw_figure
from evenstride.core.chart import Figure
from evenstride.core.film_set_up import FilmSetUp
from evenstride.words.video.film_guide import costs_of, steps_of


@dataclass(frozen=True, slots=True)
class FilmGuide:
    """The page: a drawing of the set-up, what to do, and what each fault costs as (fault, cost)."""

    figure: Figure
    steps: tuple[str, ...]
    costs: tuple[tuple[str, str], ...]


def film_guide(set_up: FilmSetUp | None = None) -> FilmGuide:
    """Return the guide for a set-up, the house's own if None."""
    chosen = set_up or FilmSetUp()
    return FilmGuide(draw_figure(film_set_up.draw(chosen)), steps_of(chosen), costs_of(chosen))
