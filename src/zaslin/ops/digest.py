"""A plan in 64 letters: whether two plans advise the same."""

from hashlib import sha256

from zaslin.domain.plan import Plan, Shot


def plan_digest(plan: Plan) -> str:
    """Of its method, value, bound and shots; not of the times it took.

    Numbers enter with every bit, so that equal digests mean equal plans.
    """
    parts = [plan.method, float(plan.value).hex(), float(plan.bound).hex()]
    parts += [_text(shot) for shot in plan.shots]
    return sha256("\n".join(parts).encode()).hexdigest()


def _text(shot: Shot) -> str:
    at = shot.intercept_at
    names = (shot.track, shot.fire_unit, shot.position, shot.interceptor_type)
    numbers = (
        shot.salvo_size, shot.stage, shot.launch_s, shot.intercept_s, shot.assessed_s,
        at.east_m, at.north_m, at.altitude_m, shot.p_needed, shot.p_available,
        shot.pk_low, shot.pk_planned, shot.pk_high, shot.p_kill, shot.debris_meur,
    )  # fmt: skip
    # With their quotation marks, so that no id runs into the next one.
    return " ".join([*map(repr, names), *(float(each).hex() for each in numbers)])
