"""The order in which `evenstride --help` lists its commands: along the loop, each with what it is for in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

STATIONS: dict[str, dict[str, str]] = {
    "Begin": {
        "demo": "See the whole loop on published and simulated runners",
        "start": "Answer the five questions of the first start",
        "training": "Show or change what you practise, your days, kit and goal",
        "serve": "Open the same as pages in the browser, on this machine only",
    },
    "Measure": {
        "read": "Show how a file is understood; nothing is stored",
        "import": "Keep files: sprints, tests, clips, a folder of watch files",
        "test": "Plan a day of field tests, and enter its trials",
        "how": "Show how a field test is done, and for whom it is not",
        "measure": "Force plates, motion capture, sensors, keypoints of a clip",
        "video": "Films: set the pose models up once, find the runner",
        "steps": "Steps of a run: contact, flight and swing, left and right",
        "outings": "List activities of a watch",
        "outing": "Show one activity, and what its steps tell",
        "seasons": "Steps against speed month by month: push or swing shifted?",
        "sources": "Say which device is believed where two measured the same",
    },
    "Model": {
        "profile": "Fit a sprint: top speed, acceleration, force and power",
        "squad-law": "Ask a squad whether push and swing must improve together",
    },
    "Diagnose": {
        "diagnose": "Say what limits this runner, how sure, and what to measure next",
        "claims": "Put what coaching says on trial with your own data",
        "why": "Show where a number comes from, back to the raw file",
    },
    "Plan": {
        "plan": "Plan the week: what, when and why",
        "explain": "Say why the plan is as it is, and why not otherwise",
        "outline": "Outline the coming months",
        "exercises": "Look up exercises",
        "export": "Take a plan along: calendar, watch, paper, table",
        "comeback": "The way back from an injury: tracked, never cleared",
    },
    "Log": {
        "checkin": "Say how you woke up; a low day is planned lightly",
        "log": "Log a session in one line",
        "done": "Show what was done week by week",
        "ledger": "Show what went in for each part of the stride",
        "audit": "Ask whether rest, quality, play and joy have room",
    },
    "Check": {
        "check": "Compare dates: working, not yet, not working, cannot tell",
        "experiment": "Try something on yourself, fairly",
        "block": "Weeks with one hypothesis, registered before its data",
    },
    "Your data": {
        "data": "Show it, take it along, bring it back, delete it",
    },
}
"""Command and what it is for, by station of the loop."""

LONGEST = 400
"""Characters of the longest sentence that help shows whole."""

SHORT: dict[str, str] = {name: text for commands in STATIONS.values() for name, text in commands.items()}
"""What each command is for, by its name."""


class SentenceGroup(TyperGroup):
    """Commands with the whole first sentence of what they do, over as many lines as it takes."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands in the order in which they were registered."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(LONGEST)) for name in self.list_commands(ctx)]
            )


class StationGroup(TyperGroup):
    """Commands listed by station, those of no station last."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands in the order of the loop."""
        order = {name: place for place, name in enumerate(SHORT)}
        return sorted(super().list_commands(ctx), key=lambda name: order.get(name, len(order)))

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write one section a station, their columns in line."""
        names = self.list_commands(ctx)
        width = max(map(len, names))
        for station, commands in {**STATIONS, "More": {name: "" for name in names if name not in SHORT}}.items():
            rows = [
                (name.ljust(width), self.commands[name].get_short_help_str(LONGEST))
                for name in commands
                if name in names
            ]
            if rows:
                with formatter.section(station):
                    formatter.write_dl(rows)
