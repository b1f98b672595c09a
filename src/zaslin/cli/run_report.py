"""A simulated night for a person to read."""

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from zaslin.cli.report.paper import ALARM, STRONG, heading, ledger, stack
from zaslin.cli.words import amount, counted, money, percent
from zaslin.sim.result import RunResult, Timing
from zaslin.sim.run import Run


def run_report(run: Run, *, timed: bool) -> RenderableType:
    """What got through, what it took, and how good that was."""
    result = run.result
    title = Text(" SIMULATED · NOTIONAL DATA ", style="reverse bold")
    title.append(f" {result.scenario}, {result.policy}, seed {result.seed}", "")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=STRONG, no_wrap=True)
    table.add_column(overflow="fold")
    for name, told in (
        ("Leaked", _leaked(result)),
        ("", _expected(result)),
        ("Bound", _bound(result)),
        ("Raid", _raid(result)),
        ("Leakers", _leakers(result)),
        ("Shots", _shots(result)),
        ("Advice", _advice(result)),
        ("Took", _took(run.timing) if timed else ""),
    ):
        if told:
            table.add_row(name, told)
    return stack(title, table, _failed(result), *_rounds(result))


def _leaked(result: RunResult) -> Text:
    text = Text(f"{money(result.leaked_meur)} M€", style=STRONG)
    rest = f" of {money(result.undefended_meur)} M€ undefended"
    if result.undefended_meur > 0.0:
        rest += f" ({percent(result.leaked_meur / result.undefended_meur)})"
    rest += (
        f" · rounds {money(result.rounds_meur)} M€ · "
        f"debris {money(result.debris_meur)} M€"
    )
    return text.append(rest, style="not bold")


def _expected(result: RunResult) -> str:
    return (
        f"{money(result.leaked_expected_meur)} M€ with warheads as likely as the "
        "tracks said"
    )


def _bound(result: RunResult) -> str:
    bounds = result.bounds
    best = bounds.best_meur
    if best is None:
        return "not computed: --bound"
    named = (
        ("full information", bounds.full_information_meur),
        ("forecast", bounds.forecast_meur),
        ("chance, estimated", bounds.chance_meur),
    )
    kinds = ", ".join(f"{name} {money(m)}" for name, m in named if m is not None)
    text = f"no policy expects less than {money(best)} M€ here ({kinds})"
    if best > 0.0:
        text += f" · leaked {result.leaked_meur / best:.2f} times that"
    return text


def _raid(result: RunResult) -> str:
    return (
        f"{counted(result.objects, 'object')}: {result.downed:,} down "
        f"({counted(result.decoys_downed, 'decoy')}), {result.through:,} through "
        f"({counted(result.decoys_leaked, 'decoy')}), {result.airborne:,} in the air"
    )


def _leakers(result: RunResult) -> str:
    parts = [
        f"{count:,} {kind.replace('_', ' ')}"
        for kind, count in sorted(result.leakers.items())
        if count
    ]
    return " · ".join(parts) or "none"


def _shots(result: RunResult) -> str:
    return (
        f"{result.authorised:,} authorised, {result.refused:,} refused · "
        f"{result.fired:,} launched, {result.aborted:,} aborted, "
        f"{result.expired:,} expired · assessed: {result.killed:,} killed, "
        f"{result.missed:,} missed, {result.assessed_unknown:,} unknown"
    )


def _advice(result: RunResult) -> str:
    return (
        f"{counted(result.plans, 'plan')} shown, "
        f"{counted(result.churn, 'recommendation')} dropped before their time · "
        f"{result.decisions_per_minute:.1f} decisions a minute, "
        f"{result.busiest_decisions_per_minute:.0f} in the busiest"
    )


def _took(timing: Timing) -> str:
    return (
        f"{timing.total_s:.1f} s, {timing.planning_s:.1f} s of it planning · re-plan "
        f"{1000.0 * timing.replan_median_s:.0f} ms in the median, "
        f"{1000.0 * timing.replan_p99_s:.0f} ms at the 99th percentile"
    )


def _failed(result: RunResult) -> Text | None:
    if not result.failed_plans:
        return None
    return Text(
        f"! The planner failed {counted(result.failed_plans, 'time')}: until the next "
        "plan the desk showed none.",
        ALARM,
    )


def _rounds(result: RunResult) -> list[RenderableType]:
    columns = [
        ("interceptor type", "name"),
        ("at start", "number"),
        ("resupplied", "number"),
        ("fired", "number"),
        ("at end", "number"),
        ("M€", "number"),
    ]
    rows = [
        [
            kind,
            f"{account.at_start:,}",
            f"{account.resupplied:,}",
            f"{account.fired:,}",
            f"{account.at_end:,}",
            amount(account.money_meur, 2),
        ]
        for kind, account in sorted(result.rounds.items())
    ]
    note = "every round is fired or left"
    return [heading("Rounds", note), ledger(columns, rows)] if rows else []
