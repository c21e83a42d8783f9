"""Templates → HTML text. Autoescape is on for everything; a template never gets more than nouns."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from evenstride.app.known import measures_of
from evenstride.core import show
from evenstride.doors.pages import addresses, body_map, explained, plan_format, speech, squad_format, units
from evenstride.doors.pages import format as formats

_FILTERS = (
    formats.headline, formats.metric_name, formats.unit_text, formats.share, formats.in_100,
    formats.day, formats.weekday, formats.this_week, formats.dose_text, formats.effort, formats.pain_text,
    addresses.athlete_path, formats.is_missing, formats.is_figure, formats.is_clash, formats.check_state,
    formats.is_youth, formats.is_short, formats.stopped, formats.protocol, formats.is_rest,
    addresses.done_path, formats.can_be_logged,
    formats.rest, formats.is_child, formats.own_reasons,
    formats.told_claims, formats.open_claims, formats.claim_name, formats.boxes,
    addresses.page_path, addresses.session_path, addresses.export_path,
    formats.last_day, formats.usual_weeks,
    formats.todays, formats.has_sides, formats.words,
    addresses.outing_path, addresses.month_path,
    addresses.why_path, addresses.raw_path, addresses.shelf_path, addresses.more_of,
    formats.live_runs, addresses.run_path, addresses.review_path, addresses.start_path, formats.full_day,
    formats.is_young, body_map.mirrored, explained.with_words,
    plan_format.session_title, plan_format.week_text,
    squad_format.initials, squad_format.trials_text, squad_format.splits_text,
    squad_format.units_of, squad_format.pair_words,
    show.value_text, show.spread_text, show.interval_text, show.share_text, show.detectable_text, show.log_change_text,
    show.error_text, show.signed_text,
    speech.word, speech.sentence, speech.figure,
    measures_of, units.distance, units.fact, units.figures_in, units.in_units, units.work_text,
)  # fmt: skip

_FUNCTIONS = (
    formats.feels, formats.kinds, formats.places, formats.rpe_words,
    addresses.pages, addresses.export_words, addresses.more, addresses.outing_pages,
    squad_format.squad_pages,
    body_map.regions,
    units.units,
    speech.t, speech.en, speech.lang, speech.in_english, speech.script_texts,
)  # fmt: skip


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("evenstride.doors.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({function.__name__: function for function in _FUNCTIONS})
    environment.filters.update({function.__name__: function for function in _FILTERS})
    return environment


def render_page(template: str, **nouns: Any) -> str:
    """Return a page as text, in the language that is spoken.

    Parameters
    ----------
    template : str
        File name in `templates`.
    **nouns
        What the template lays out.
    """
    with speech.speaking(speech.spoken()):
        return _environment().get_template(template).render(**nouns)


def render_document(template: str, *styles: str, **nouns: Any) -> str:
    """Return a page that stands alone, with its style inside; always English and metric.

    Parameters
    ----------
    template : str
        File name in `templates`.
    *styles : str
        Names of further files of style.
    **nouns
        What the template lays out.
    """
    with speech.speaking(speech.ENGLISH), units.measuring(units.METRIC):
        return render_page(template, css=stylesheet(*styles), **nouns)


def stylesheet(*more: str) -> str:
    """Return the whole stylesheet, tokens first, for pages that must stand alone; `more` names further files."""
    static = resources.files("evenstride.doors.pages") / "static"
    return "\n".join((static / name).read_text(encoding="utf-8") for name in ("tokens.css", "app.css", *more))
