"""What the two plain text formats have in common: their numbers, and their limits."""

from zaslin.assignment.wta.instance import WtaInstance

VALUE = "a value: a finite number, 0 to 1e+100"
PROBABILITY = "a probability, 0 to 1"


def number(value: float) -> str:
    """The shortest text that reads back as the same number."""
    return f"{int(value)}" if value.is_integer() else repr(value)


def unfit_extras(instance: WtaInstance) -> str:
    """What else an instance asks for that no plain format can say; empty if nothing."""
    total = int(instance.rounds.sum())
    capped = instance.max_per_target < total
    asked = {
        "round costs": bool(instance.round_cost.any()),
        "forbidden pairs": instance.forbidden is not None
        and bool(instance.forbidden.any()),
        "pinned pairs": len(instance.pinned) > 0,
        "a cap on the rounds at a target": bool(capped.any()),
        "a cap on the rounds of a pair": instance.max_per_pair < total,
        "a required survival": bool(instance.min_survival.any()),
    }
    names = [name for name, is_asked in asked.items() if is_asked]
    return f"{', '.join(names)}; accepted: values, probabilities, rounds" * bool(names)
