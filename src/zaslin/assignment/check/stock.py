"""What is left in the magazines after the plan."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from zaslin.assignment.check.measures import reserve
from zaslin.assignment.check.scene import Scene
from zaslin.assignment.check.shot import Judged
from zaslin.assignment.check.violation import Rule, Violation, differs
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.domain.plan import Plan, StockAfter

MagazineKey = tuple[FireUnitId, InterceptorTypeId]


CERTAIN = 1.0 - 1e-9
"""Above this a shot is needed whatever happens: section 7."""


def stock_faults(
    scene: Scene, plan: Plan, live: Iterable[Judged], held: Iterable[Judged]
) -> Iterator[Violation]:
    """Every magazine that spends rounds, once, and its sums."""
    stated = {
        (each.fire_unit, each.interceptor_type): each for each in plan.stock_after
    }
    if len(stated) < len(plan.stock_after):
        yield Violation(Rule.STOCK, "stock after", "a magazine is listed twice")
    for due in _stock_after(scene, live, held):
        key = due.fire_unit, due.interceptor_type
        entry = stated.pop(key, None)
        where = f"stock of {due.interceptor_type} at {due.fire_unit}"
        if entry is None:
            if scene.types[due.interceptor_type].spends_rounds:
                yield Violation(Rule.STOCK, where, "not listed")
        elif _stock_differs(entry, due):
            yield Violation(Rule.STOCK, where, f"{entry}; computed {due}")
    for unit, name in stated:
        yield Violation(Rule.UNKNOWN, f"stock of {name} at {unit}", "no such magazine")


def _stock_differs(stated: StockAfter, computed: StockAfter) -> bool:
    return (
        differs(stated.rounds_expected, computed.rounds_expected, 1.0)
        or stated.rounds_before != computed.rounds_before
        or stated.rounds_committed != computed.rounds_committed
        or differs(stated.rounds_for_forecast, computed.rounds_for_forecast, 1.0)
        or stated.min_reserve != computed.min_reserve
        or stated.rounds_after != computed.rounds_after
    )


def _stock_after(
    scene: Scene, live: Iterable[Judged], held: Iterable[Judged]
) -> Iterator[StockAfter]:
    committed: dict[MagazineKey, int] = defaultdict(int)
    for_forecast: dict[MagazineKey, float] = defaultdict(float)
    expected: dict[MagazineKey, float] = defaultdict(float)
    for each in live:
        key = each.placed.unit.id, each.placed.interceptor.id
        if each.placed.shot.p_needed > CERTAIN:
            committed[key] += each.rounds
        expected[key] += each.rounds * each.placed.shot.p_needed
    for each in held:
        key = each.placed.unit.id, each.placed.interceptor.id
        for_forecast[key] += each.rounds * each.placed.shot.p_needed
    for pin in scene.pins:
        if not pin.launched and scene.types[pin.interceptor_type].spends_rounds:
            committed[pin.fire_unit, pin.interceptor_type] += pin.salvo_size
            expected[pin.fire_unit, pin.interceptor_type] += pin.salvo_size
    for unit in scene.picture.fire_units:
        for magazine in unit.magazines:
            key = unit.id, magazine.interceptor_type
            before = magazine.rounds_ready + magazine.rounds_stored
            yield StockAfter(
                fire_unit=unit.id,
                interceptor_type=magazine.interceptor_type,
                rounds_before=before,
                rounds_committed=committed[key],
                rounds_expected=expected[key],
                rounds_for_forecast=for_forecast[key],
                min_reserve=reserve(scene.picture.control, *key, magazine.min_reserve),
                rounds_after=before - committed[key],
            )
