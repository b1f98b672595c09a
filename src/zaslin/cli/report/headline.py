"""The head of the report: what this plan is, how good it is, what restrains it."""

from collections import Counter

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from zaslin.cli.report.paper import ALARM, FAINT, STRONG, WARNING, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import age, counted, moment, money, percent
from zaslin.domain.control import WeaponsControlStatus
from zaslin.domain.plan import Plan, Times

_NEGLIGIBLE = 1e-9
"""Relative size of what bounds allow for rounding."""

_FLOOR = "floor"
"""How the method of a plan begins that nothing was improved in."""


def headline(view: View) -> RenderableType:
    """Everything to know before the first line is read."""
    plan = view.plan
    title = Text(" ADVICE ONLY · NOTIONAL DATA ", style="reverse bold")
    title.append(" a named person decides", style="not reverse")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=STRONG, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("Plan", _instant(plan))
    table.add_row("Control", _control(view))
    table.add_row("Tracks", _tracks(view))
    table.add_row("Value", _value(view))
    table.add_row("", _terms(view))
    table.add_row("Proof", _proof(view))
    table.add_row("Checked", _checked(view))
    return stack(title, table, *_alarms(view))


def _instant(plan: Plan) -> str:
    floor = ""
    if plan.method.startswith(_FLOOR):
        why = plan.method.removeprefix(_FLOOR).lstrip(", ") or "no time to improve"
        floor = f" · greedy floor only: {why}"
    return (
        f"revision {plan.revision} · {moment(plan.made_at_s)} · "
        f"every countdown runs from then{floor}"
    )


def _control(view: View) -> Text:
    control = view.picture.control
    status = control.weapons_control
    text = Text(f"weapons {status.value.upper()}", style=STRONG)
    orders = Counter(order.status.value.upper() for order in control.orders)
    parts = [f"{counted(n, 'order')} {name}" for name, n in sorted(orders.items())]
    parts += [
        counted(len(each), noun)
        for each, noun in (
            (control.zones, "no-engagement zone"),
            (control.reserves, "reserve order"),
            (control.forbidden, "forbidden pairing"),
            (control.pinned, "pinned engagement"),
        )
        if each
    ]
    return text.append("".join(f" · {part}" for part in parts), style="not bold")


def _tracks(view: View) -> str:
    plan = view.plan
    shots, firm = len(plan.recommendations), len(view.firm)
    silent = len(plan.not_engaged) - len(view.not_due)
    parts = [
        f"{len(view.picture.tracks):,} live",
        f"{len(view.engaged):,} engaged by {counted(shots, 'shot')}, {firm:,} firm",
        f"{silent:,} not engaged",
    ]
    if view.not_due:
        parts.append(f"{len(view.not_due):,} not due yet")
    return " · ".join(parts)


def _value(view: View) -> Text:
    plan = view.plan
    text = Text(f"{money(plan.value)} M€ expected", style=STRONG)
    rest = " with this plan"
    if any(shot.stage > 1 for shot in plan.shots):
        rest += " (follow-ups get rounds and channels on average)"
    rest += f" · {money(plan.undefended)} M€ undefended"
    return text.append(rest, style="not bold")


def _terms(view: View) -> Text:
    terms = view.plan.terms
    named = (
        ("leaked damage", terms.leaked_damage),
        ("rounds", terms.rounds),
        ("debris", terms.debris),
        ("plan change", terms.plan_change),
    )
    text = Text(" + ".join(f"{name} {money(value)}" for name, value in named), FAINT)
    if view.not_due:
        text.append(f"; {money(view.not_due_meur)} of it by tracks not due yet")
    if view.picture.forecast:
        forecast = money(view.plan.forecast_leak_meur)
        ghosts = counted(len(view.picture.forecast), "forecast track")
        text.append(f"; {forecast} of it by {ghosts}")
    return text


def _proof(view: View) -> str:
    plan = view.plan
    if plan.undefended <= 0.0:
        return "nothing threatens: no plan can do better"
    if plan.undefended - plan.bound <= _NEGLIGIBLE * plan.undefended:
        return "no plan can avert any of it under these restrictions"
    if plan.bound <= 0.0:
        return "no bound computed yet: how far from the best possible is not known"
    starts = counted(plan.bound_covers.starts_per_window, "launch time")
    proof = (
        f"best possible with {starts} a window at least {money(plan.bound)} M€ · "
        f"gap {plan.gap:.1%} · averts {percent(plan.averted_share)} of what such a "
        "plan could"
    )
    wider = plan.bound_all_launches
    if wider is None or wider <= 0.0:
        return proof
    gap = 1.0 - wider / plan.value
    return f"{proof} · with any launch time at least {money(wider)} M€, gap {gap:.1%}"


def _checked(view: View) -> str:
    times = view.plan.times
    passed = "passed the independent checker"
    if times.total_s <= 0.0:
        return passed
    return f"{passed} · took {times.total_s:.2f} s ({_phases(times)})"


def _phases(times: Times) -> str:
    phases = (
        ("compile", times.compile_s),
        ("floor", times.floor_s),
        ("improve", times.prices_s + times.improve_s),
        ("explain", times.explain_s),
        ("check", times.check_s),
    )
    return ", ".join(f"{name} {seconds:.2f}" for name, seconds in phases)


def _alarms(view: View) -> list[Text]:
    """What must not be overlooked, each with what it means."""
    plan, alarms = view.plan, []
    if view.age_s is not None and abs(view.age_s) > view.params.stale_after_s:
        old = f"{age(view.age_s)} old" if view.age_s > 0.0 else "of the future"
        alarms.append(
            Text(f"! This picture is {old}: not the situation of this moment.", ALARM)
        )
    if view.stopped_after_s is not None:
        alarms.append(
            Text(
                f"! Stopped by the deadline of {view.stopped_after_s:g} s, which ends "
                "the search; compile, floor, explanation and check always run in full: "
                "checked, but more time may find a better plan and fill in what is "
                "marked ?.",
                WARNING,
            )
        )
    if plan.method.startswith(_FLOOR) and plan.method != _FLOOR:
        alarms.append(
            Text(
                "! The independent checker rejected the improved plan: this is the "
                "greedy floor, checked. Report it: zaslin has a defect.",
                ALARM,
            )
        )
    if view.picture.control.weapons_control is WeaponsControlStatus.HOLD:
        alarms.append(Text("! Weapons HOLD everywhere: no shot is advised.", ALARM))
    for pin in plan.withdrawn:
        state = "already launched" if pin.launched else "do not launch"
        alarms.append(
            Text(
                f"! Withdrawn: {pin.fire_unit} on {pin.track}, {state}: {pin.text}.",
                ALARM,
            )
        )
    return alarms
