"""The whole report, top to bottom."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from zaslin.cli.report.harm import assets, leakers
from zaslin.cli.report.headline import headline
from zaslin.cli.report.moves import moves
from zaslin.cli.report.orders import orders
from zaslin.cli.report.paper import STRONG, stack
from zaslin.cli.report.silent import not_engaged
from zaslin.cli.report.standing import changes, pinned
from zaslin.cli.report.stock import stock
from zaslin.cli.report.view import View
from zaslin.cli.report.why import why
from zaslin.cli.words import countdown, counted
from zaslin.domain.ids import TrackId


def plan_report(view: View) -> RenderableType:
    """Quality, orders, what is not engaged, what gets through, what is left."""
    return stack(
        headline(view),
        pinned(view),
        changes(view),
        moves(view),
        orders(view),
        not_engaged(view),
        leakers(view),
        assets(view),
        stock(view),
        Text(_closing(view), STRONG),
    )


def explanation(view: View, tracks: Sequence[str]) -> RenderableType:
    """The quality of the plan, and what is behind its advice on some tracks."""
    return stack(headline(view), *(why(view, TrackId(track)) for track in tracks))


def _closing(view: View) -> str:
    """The last line, which stays on the screen: the next thing to do."""
    decides = "Advice only: a named person decides."
    if not view.firm:
        return f"\nNothing to order now. {decides}"
    first = view.firm[0]
    last_order = countdown(view.last_order(first).ahead_s)
    return (
        f"\nNext: {first.shot.fire_unit} on {first.shot.track}, last order in "
        f"{last_order}; {counted(len(view.firm), 'firm shot')} to decide on. {decides}"
    )
