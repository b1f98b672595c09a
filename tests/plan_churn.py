"""How often a desk's plan changes what people read: ``python -m tests.plan_churn``.

A service flies a recorded night as an exercise that nobody answers, once for each cost
of a change.  Counted are the plans in its journal that replaced the one on the screen,
and the shots that they dropped: track, unit, type and salvo, launch times apart.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from zaslin.bench.machine import this_machine

NIGHT = "configs/exercises/night_2025_09_07.toml"
SKIP_S = 5_400


@dataclass(frozen=True)
class Churn:
    """What changed on the screen within a minute, and what the plans came to.

    ``lines``: shots to decide on, in the mean.  ``floors``: share of plans that the
    solver did not finish in time.  ``value_meur``: of the plans, in the mean.
    """

    change_cost_meur: float
    plans: int
    lines: float
    replaced_per_min: float
    dropped_per_min: float
    floors: float
    value_meur: float


def planned(database: Path) -> list[dict[str, object]]:
    """The plans of the last journal, in their order."""
    exported = subprocess.run(
        (sys.executable, "-m", "zaslin", "journal", "export", "--db", str(database)),
        check=True,
        capture_output=True,
    )
    entries = (json.loads(line) for line in exported.stdout.splitlines())
    return [
        each["event"]
        for each in entries
        if each.get("kind") == "planned" and _made(each)
    ]


def _made(entry: dict[str, dict[str, object]]) -> bool:
    return bool(entry["event"].get("digest"))


def churn(
    cost_meur: float, plans: Sequence[dict[str, object]], minutes: float
) -> Churn:
    """The figures of a sequence of plans."""
    shown = [_lines(plan) for plan in plans]
    changed = [now for plan, now in zip(plans, shown, strict=True) if not plan["kept"]]
    dropped = sum(len(before - now) for before, now in pairwise(changed))
    floors = sum(str(plan["method"]).startswith("floor") for plan in plans)
    values = [float(str(plan["value"])) for plan in plans]
    return Churn(
        change_cost_meur=cost_meur,
        plans=len(plans),
        lines=sum(map(len, shown)) / len(plans),
        replaced_per_min=(len(changed) - 1) / minutes,
        dropped_per_min=dropped / minutes,
        floors=floors / len(plans),
        value_meur=sum(values) / len(values),
    )


def _lines(plan: dict[str, object]) -> frozenset[tuple[object, ...]]:
    shots = plan["shown"]
    assert isinstance(shots, list)
    names = ("track", "fire_unit", "interceptor_type", "salvo_size")
    return frozenset(tuple(shot[name] for name in names) for shot in shots)


def flown(cost_meur: float, seconds: int) -> Churn:
    """One service for so long after its first plan."""
    with tempfile.TemporaryDirectory(prefix="zaslin-churn-") as name:
        database = Path(name) / "churn.db"
        command = (
            *(sys.executable, "-m", "zaslin", "serve", "--demo", "--port", "0"),
            *("--db", f"sqlite:///{database}", "--scenario", NIGHT),
            *("--skip", str(SKIP_S), "--stop-after", str(seconds)),
        )
        environment = os.environ | {
            "ZASLIN_DESK_CHANGE_COST_MEUR": str(cost_meur),
            "ZASLIN_LOG_LEVEL": "error",
        }
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        return churn(cost_meur, planned(database), seconds / 60.0)


def measured(costs_meur: Sequence[float], seconds: int) -> Iterator[Churn]:
    """One after the other, each told as it is done."""
    for cost_meur in costs_meur:
        found = flown(cost_meur, seconds)
        sys.stderr.write(f"plan_churn: {found}\n")
        yield found


def main() -> None:
    """Measure, and print one document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--costs", type=float, nargs="+", default=[0.05, 1.0, 3.0, 8.0])
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    found = [asdict(each) for each in measured(asked.costs, asked.seconds)]
    document = {"machine": asdict(this_machine()), "churn": found}
    sys.stdout.write(f"{json.dumps(document, indent=1)}\n")


if __name__ == "__main__":
    main()
