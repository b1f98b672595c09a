"""An answer of the static solver as a person reads it."""

from collections.abc import Sequence

import numpy as np
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from zaslin.assignment.wta.instance import Floats, Ints
from zaslin.assignment.wta.result import Unmet, WtaResult, WtaStatus
from zaslin.cli.report.paper import ALARM, FAINT, STRONG, heading, ledger, stack
from zaslin.cli.words import counted, percent
from zaslin.cli.wta.figures import exact, relative_gap

ROWS = 12
"""Of every list; the JSON answer has all."""


def report(result: WtaResult, seconds: float) -> RenderableType:
    """First how good it is, then what it does, then what would make it better."""
    survives = _survival(result)
    return stack(
        _head(result, seconds),
        _unmet(result.unmet),
        _by_rounds(result, survives),
        _assignment(result, survives),
        _dearest(result),
    )


def why_infeasible(result: WtaResult) -> str:
    """One line for who reads nothing else."""
    if not result.unmet:
        return "infeasible: no assignment meets every requirement"
    first = result.unmet[0]
    others = len(result.unmet) - 1
    return (
        f"infeasible: target {first.target} requires a survival of "
        f"{first.required:g} and gets {first.reached:.6g}, {_reason(first)}"
        + (f"; {counted(others, 'more target')} likewise" if others else "")
    )


def _head(result: WtaResult, seconds: float) -> RenderableType:
    title = Text(" ADVICE ONLY · NOTIONAL DATA ", style="reverse bold")
    title.append(" a named person decides", style="not reverse")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=STRONG, no_wrap=True)
    table.add_column(overflow="fold")
    instance = result.instance
    weapons = counted(instance.weapon_count, "weapon")
    rounds = counted(int(instance.rounds.sum()), "round")
    targets = counted(instance.target_count, "target")
    worth = float(instance.values.sum())
    used = int(result.assignment[:, 2].sum())
    table.add_row("Problem", f"{weapons} with {rounds}, {targets} worth {exact(worth)}")
    table.add_row("Status", _status(result))
    table.add_row("Value", f"{exact(result.value)}{_share(result, worth)}")
    gap = relative_gap(result.value, result.bound)
    table.add_row("Bound", f"{exact(result.bound)} · gap {gap}")
    table.add_row("Rounds", f"{used:,} used of {rounds}")
    table.add_row("Took", f"{seconds:.2f} s")
    return stack(title, table)


def _status(result: WtaResult) -> Text:
    if result.status is WtaStatus.OPTIMAL:
        return Text("optimal: proven, no assignment is better", style=STRONG)
    if result.status is WtaStatus.UNKNOWN:
        words = "unknown: too little time to meet every required survival"
        return Text(words, style=ALARM)
    if result.status is WtaStatus.FEASIBLE:
        words = "feasible: the best so far; value and bound say how far it can be off"
        return Text(words, style=STRONG)
    return Text("infeasible: no assignment meets every required survival", style=ALARM)


def _share(result: WtaResult, worth: float) -> str:
    if not (np.isfinite(result.value) and worth > 0.0):
        return ""
    costs = ", round costs included" if result.instance.round_cost.any() else ""
    return f" expected to be lost{costs} · {percent(result.value / worth)}"


def _survival(result: WtaResult) -> Floats:
    """The chance that each target gets through."""
    survives = np.ones(result.instance.target_count)
    weapon, target, spent = result.assignment.T
    # Unbuffered, since a target stands in several rows.
    np.multiply.at(
        survives, target, (1.0 - result.instance.pk[weapon, target]) ** spent
    )
    return survives


def _unmet(unmet: Sequence[Unmet]) -> RenderableType | None:
    if not unmet:
        return None
    table = ledger(
        [
            ("target", "number"),
            ("required", "number"),
            ("reached", "number"),
            ("why", "name"),
        ],
        (
            (
                f"{each.target}",
                f"{each.required:.6g}",
                f"{each.reached:.6g}",
                _reason(each),
            )
            for each in unmet[:ROWS]
        ),
    )
    title = heading(counted(len(unmet), "unmet requirement"))
    return stack(title, table, _more(len(unmet), "requirements"))


def _reason(unmet: Unmet) -> str:
    if unmet.alone:
        return "out of reach even with every permitted round to itself"
    return "within reach only at the cost of another requirement"


def _by_rounds(result: WtaResult, survives: Floats) -> RenderableType | None:
    """How many targets get no round, one, two and so on, and what becomes of them."""
    instance = result.instance
    if instance.target_count == 0:
        return None
    _, target, spent = result.assignment.T
    aimed = np.bincount(target, spent, instance.target_count).astype(np.int64)
    rows = []
    for rounds in np.unique(aimed)[:ROWS]:
        at = aimed == rounds
        worth, lost = instance.values[at], (instance.values * survives)[at]
        rows.append(
            (
                f"{rounds}",
                f"{at.sum():,}",
                exact(float(worth.sum())),
                exact(float(lost.sum())),
            )
        )
    columns = [
        ("rounds", "number"),
        ("targets", "number"),
        ("worth", "number"),
        ("expected loss", "number"),
    ]
    cut = _more(len(np.unique(aimed)), "numbers of rounds")
    return stack(heading("Rounds at a target"), ledger(columns, rows), cut)


def _assignment(result: WtaResult, survives: Floats) -> RenderableType | None:
    """The assignment, beginning with the most valuable targets."""
    shots = result.assignment
    if len(shots) == 0:
        return None
    values = result.instance.values[shots[:, 1]]
    order = np.lexsort((shots[:, 0], shots[:, 1], -values))
    table = ledger(
        [
            ("target", "number"),
            ("value", "number"),
            ("weapon", "number"),
            ("rounds", "number"),
            ("p of a round", "number"),
            ("gets through", "number"),
        ],
        (_shot(result, survives, shots[row]) for row in order[:ROWS]),
    )
    title = heading("Assignment", "the most valuable targets first")
    return stack(title, table, _more(len(shots), "pairs"))


def _shot(result: WtaResult, survives: Floats, shot: Ints) -> tuple[str, ...]:
    weapon, target, rounds = (int(each) for each in shot)
    instance = result.instance
    return (
        f"{target}",
        f"{instance.values[target]:,.6g}",
        f"{weapon}",
        f"{rounds}",
        f"{instance.pk[weapon, target]:.4f}",
        percent(float(survives[target])),
    )


def _dearest(result: WtaResult) -> RenderableType | None:
    """Where one more round would avert most."""
    prices = result.prices
    priced = np.flatnonzero(prices > 0.0)
    if len(priced) == 0:
        return None
    order = priced[np.lexsort((priced, -prices[priced]))]
    weapon, _, spent = result.assignment.T
    used = np.bincount(weapon, spent, len(prices)).astype(np.int64)
    table = ledger(
        [
            ("weapon", "number"),
            ("price", "number"),
            ("rounds", "number"),
            ("used", "number"),
        ],
        (
            (
                f"{i}",
                exact(float(prices[i])),
                f"{result.instance.rounds[i]:,}",
                f"{used[i]:,}",
            )
            for i in order[:ROWS]
        ),
    )
    title = heading("Dearest weapons", "price: what one more round would about avert")
    return stack(title, table, _more(len(order), "weapons with a price"))


def _more(total: int, what: str) -> Text | None:
    if total <= ROWS:
        return None
    return Text(f"… and {total - ROWS:,} more {what}: --json has all", style=FAINT)
