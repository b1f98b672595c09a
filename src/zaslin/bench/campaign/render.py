"""A campaign as tables: on a terminal, and as a Markdown document."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from zaslin.bench.campaign.figures import (
    apart,
    between,
    money,
    plain,
    seconds,
    verdict,
)
from zaslin.bench.tables import Row, pipes, table, write_between
from zaslin.sim.comparison import (
    Comparison,
    RoundsMean,
    ScenarioFigures,
    TimingFigures,
)

BEGIN = "<!-- zaslin campaign: begin -->"
END = "<!-- zaslin campaign: end -->"

_TITLE = "# Campaign"
_DID = (
    "Mean of a run: real objects and decoys through, rounds fired, their M€, rounds "
    "left, M€ of debris, plans, shown shots dropped, decisions a minute, most in one"
)


class _Part(NamedTuple):
    """A table with what stands above it."""

    title: str
    rows: Sequence[Row]


def render(
    comparison: Comparison, timings: Sequence[TimingFigures] = ()
) -> RenderableType:
    """The campaign as it is read on a terminal."""
    parts: list[RenderableType] = [
        Text(" SIMULATED · NOTIONAL DATA ", style="reverse bold"),
        *(Text(line) for line in _preamble(comparison)),
    ]
    for title, rows in _terminal_parts(comparison, timings):
        parts += [Text(f"\n{title}", style="bold"), table(rows)]
    return Group(*parts)


def to_markdown(comparison: Comparison, timings: Sequence[TimingFigures] = ()) -> str:
    """The campaign with all its figures, as a Markdown document."""
    parts = [_TITLE, *_preamble(comparison)]
    parts += ["## All scenarios", pipes(_overview(comparison))]
    for scenario in comparison.scenarios:
        parts += [f"## {scenario.scenario}", _about(scenario)]
        for title, rows in _details(scenario, comparison.reference):
            parts += [f"{title}:", pipes(rows)]
    if timings:
        parts += ["## Times", "Means over the runs, on the machines that flew them."]
        parts += [pipes(_times(timings))]
    return "\n\n".join(parts) + "\n"


def write_into(
    path: Path, comparison: Comparison, timings: Sequence[TimingFigures]
) -> None:
    """Replace what stands between the markers of a document by this campaign.

    Raises
    ------
    ValueError
        If the document does not hold both markers, in order.
    """
    written = to_markdown(comparison, timings).removeprefix(_TITLE).strip()
    write_between(path, (BEGIN, END), written)


def _preamble(comparison: Comparison) -> list[str]:
    count = len(comparison.scenarios)
    what = (
        f"{count} scenario{'' if count == 1 else 's'}, {comparison.runs} paired runs "
        f"of every policy, study seed {comparison.seed}; reference: "
        f"{comparison.reference}. Every figure is notional."
    )
    how = (
        "Leaked: mean damage by what got through, M€. ± and (…) are "
        f"{comparison.confidence:.0%} intervals by Student's t; differences and "
        "ratios are paired by seed, ratios are of means."
    )
    return [what, how]


def _terminal_parts(
    comparison: Comparison, timings: Sequence[TimingFigures]
) -> Iterator[_Part]:
    if len(comparison.scenarios) > 1:
        yield _Part("All scenarios", _overview(comparison))
    for scenario in comparison.scenarios:
        title = f"{scenario.scenario.upper()} · {_about(scenario)}"
        yield _Part(title, _ranking(scenario, comparison.reference))
        yield _Part(_DID, _ends(scenario))
    if timings:
        yield _Part("Seconds of a run", _times(timings))


def _overview(comparison: Comparison) -> list[Row]:
    ours = comparison.reference
    rows: list[Row] = [
        ("scenario", "leaked", "best rival", "leaks", "÷ rival", "", "÷ bound")
    ]
    for each in comparison.scenarios:
        own = each.of(ours)
        rival = None if each.rival is None else each.of(each.rival)
        rows.append(
            (
                each.scenario,
                money(own.leaked.value),
                each.rival or "–",
                "–" if rival is None else money(rival.leaked.value),
                between(each.to_rival),
                verdict(each.difference_meur),
                between(own.to_bound),
            )
        )
    return rows


def _about(scenario: ScenarioFigures) -> str:
    parts = [
        f"{scenario.objects:,.0f} objects",
        f"{money(scenario.undefended_meur.value)} M€ undefended",
    ]
    if scenario.bound_meur is not None:
        bound = apart(scenario.bound_meur)
        parts.append(f"no policy below {bound} M€ on average")
    return ", ".join(parts)


def _ranking(scenario: ScenarioFigures, reference: str) -> list[Row]:
    """Policies, those that leak least first."""
    ours = "reference"
    rows: list[Row] = [
        ("policy", "leaked M€", f"more than {ours}", f"÷ {ours}", "÷ bound")
    ]
    for each in sorted(scenario.policies, key=lambda policy: policy.leaked.value):
        is_ours = each.policy == reference
        rows.append(
            (
                f"{each.policy}{' (reference)' if is_ours else ''}",
                apart(each.leaked),
                "" if is_ours else apart(each.difference_meur, sign="+"),
                "" if is_ours else between(each.to_reference),
                between(each.to_bound),
            )
        )
    return rows


def _ends(scenario: ScenarioFigures) -> list[Row]:
    """What the policies did, in the order of their ranking."""
    rows: list[Row] = [
        (
            "policy",
            "leakers",
            "decoys",
            "rounds",
            "M€",
            "left",
            "debris",
            "plans",
            "churn",
            "per min",
            "peak",
        )
    ]
    for each in sorted(scenario.policies, key=lambda policy: policy.leaked.value):
        means = each.means
        rows.append(
            (
                each.policy,
                plain(sum(kind.value for kind in each.leakers.values())),
                plain(means["decoys_leaked"].value),
                plain(sum(kind.fired.value for kind in each.rounds.values())),
                money(means["rounds_meur"].value),
                plain(sum(kind.at_end.value for kind in each.rounds.values())),
                money(means["debris_meur"].value),
                plain(means["plans"].value),
                plain(means["churn"].value),
                plain(means["decisions_per_minute"].value),
                plain(means["busiest_decisions_per_minute"].value),
            )
        )
    return rows


def _details(scenario: ScenarioFigures, reference: str) -> Iterator[_Part]:
    yield _Part("Leaked value", _ranking(scenario, reference))
    yield _Part(_DID, _ends(scenario))
    ranked = sorted(scenario.policies, key=lambda policy: policy.leaked.value)
    kinds = sorted({kind for each in ranked for kind in each.leakers})
    yield _Part(
        "Leakers by class",
        [
            ("policy", *kinds),
            *(
                (
                    each.policy,
                    *(
                        apart(each.leakers[kind]) if kind in each.leakers else "0"
                        for kind in kinds
                    ),
                )
                for each in ranked
            ),
        ],
    )
    types = sorted({kind for each in ranked for kind in each.rounds})
    yield _Part(
        "Rounds fired · left at the end · M€, by type",
        [
            ("policy", *types),
            *(
                (each.policy, *(_spent(each.rounds[kind]) for kind in types))
                for each in ranked
            ),
        ],
    )


def _spent(rounds: RoundsMean) -> str:
    fired, left = plain(rounds.fired.value), plain(rounds.at_end.value)
    return f"{fired} · {left} · {money(rounds.money_meur.value)}"


def _times(timings: Sequence[TimingFigures]) -> list[Row]:
    head = ("scenario", "policy", "run s", "planning s", "re-plan ms", "p99 ms")
    rows: list[Row] = [head]
    rows += [
        (
            each.scenario,
            each.policy,
            seconds(each.total_s),
            seconds(each.planning_s),
            f"{1000.0 * each.replan_median_s:,.0f}",
            f"{1000.0 * each.replan_p99_s:,.0f}",
        )
        for each in timings
    ]
    return rows
