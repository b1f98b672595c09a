"""What a service tells whoever started it, on standard output."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from zaslin.cli.outcome import Failure
from zaslin.cli.streams import say, write_answer
from zaslin.cli.words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zaslin.bootstrap.parts import Parts
    from zaslin.bootstrap.service import Summary
    from zaslin.domain.account import NewUser
    from zaslin.domain.params import PlanParams
    from zaslin.domain.picture import Picture
    from zaslin.domain.plan import Plan

_FIRST_ROWS = 5


class OnPaper:
    """Answers :class:`zaslin.bootstrap.service.Listener` with lines to be read.

    Parameters
    ----------
    demo
        Whether the users that were made are those of a demonstration.
    """

    def __init__(self, *, demo: bool) -> None:
        self._demo = demo
        self._address = ""
        self._login = ""

    def serving(self, address: str, parts: "Parts") -> None:
        """Where the service is, and what it serves."""
        _tell(f"zaslin: journal in {parts.room.database.name}")
        running = parts.exercises.current()
        if running is not None:
            _tell(
                f"zaslin: desk {running.desk} flies {running.name}, seed "
                f"{running.seed}, at {running.speed:g} x real time; all of it is "
                "simulated"
            )
        if not parts.service.lead.leads:
            _tell("zaslin: another process leads; this one stands by and forwards")
        self._address = address
        _tell(f"zaslin: serving at {address}")

    def newcomer(self, user: "NewUser") -> None:
        """Who may enter; said once."""
        kind = "demo login" if self._demo else "first login, to be changed at once"
        login = f"{user.user.name}, password {user.secret}"
        second = " (for what takes a second person)" if self._login else ""
        self._login = self._login or login
        _tell(f"zaslin: {kind}: {login}{second}")

    def first_plan(
        self, desk: str, plan: "Plan", picture: "Picture", params: "PlanParams"
    ) -> None:
        """The plan in short, and at its end where to go on."""
        from zaslin.cli.report.sheet import plan_report
        from zaslin.cli.report.view import View
        from zaslin.cli.streams import report_width

        # Nobody has read a plan before this one: nothing has changed for anyone.
        picture = replace(picture, shown=())
        view = View(plan, picture, params, report_width(), _FIRST_ROWS, _FIRST_ROWS)
        _tell(f"\nThe first plan of desk {desk}:\n")
        _show(plan_report(view))
        as_whom = f" and log in as {self._login}" if self._login else ""
        _tell(f"\nzaslin: open {self._address}{as_whom}")

    def stopped(self, summary: "Summary") -> None:
        """What was done, and that all of it is kept."""
        _tell(
            f"zaslin: stopped after {summary.served_s:.0f} s ({summary.why}); "
            "everything that was acknowledged is kept"
        )
        for desk in summary.desks:
            _tell(
                f"zaslin: desk {desk.name}: {counted(desk.plans, 'plan')} made, "
                f"{counted(desk.decisions, 'decision')}, "
                f"{counted(desk.tracks, 'track')} in the picture, "
                f"{desk.entries:,} entries in the journal"
            )


def _tell(line: str) -> None:
    """One line to whoever started the service; nobody need be reading."""
    _write(f"{line}\n".encode())


def _show(*parts: "RenderableType") -> None:
    from zaslin.cli.streams import render

    # What is left out is not shown by any option here, but by the console.
    lines = [line for line in render(*parts).splitlines() if line[:1] != "…"]
    _write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _write(text: bytes) -> None:
    if sys.stdout is None:
        return
    try:
        write_answer(text)
    except (Failure, SystemExit):
        # A service does not end because its terminal was closed.
        say("zaslin: nobody reads standard output")
