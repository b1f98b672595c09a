"""The only place where a recommendation becomes an authorised engagement.

Nothing here reaches a weapon: an authorised engagement is a pinned entry in the next
picture, and the order travels by voice or text from person to person.
"""

from dataclasses import replace

from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Recommendation


class DecisionRefusedError(Exception):
    """The decision does not fit the plan it names; nothing was changed."""


def authorise(picture: Picture, plan: Plan, decision: Decision) -> Picture:
    """The picture after a named person's decision on a current, firm recommendation.

    Authorised shots are pinned, refused pairings forbidden.

    Raises
    ------
    DecisionRefusedError
        If the plan or the decision is about another revision, or names a shot that
        the plan does not recommend firmly.
    """
    if not plan.revision == decision.revision == picture.revision:
        raise DecisionRefusedError(
            f"decision on revision {decision.revision}, plan {plan.revision}, picture "
            f"{picture.revision}; accepted: all three equal"
        )
    line = _recommended(plan, decision)
    control = picture.control
    if decision.verdict is Verdict.REFUSE:
        refused = ForbiddenPairing(
            track=decision.track,
            fire_unit=decision.fire_unit,
            interceptor_type=decision.interceptor_type,
        )
        control = replace(control, forbidden=(*control.forbidden, refused))
    else:
        control = replace(control, pinned=(*control.pinned, _pin(line, decision)))
    return replace(picture, revision=picture.revision + 1, control=control)


def _recommended(plan: Plan, decision: Decision) -> Recommendation:
    wanted = (
        decision.track,
        decision.fire_unit,
        decision.interceptor_type,
        decision.launch_s,
    )
    for line in plan.recommendations:
        shot = line.shot
        if wanted == (shot.track, shot.fire_unit, shot.interceptor_type, shot.launch_s):
            if not line.firm:
                raise DecisionRefusedError(
                    f"shot of {shot.fire_unit} at {shot.track} is an intention; "
                    "accepted: a firm recommendation"
                )
            return line
    raise DecisionRefusedError(
        f"plan {plan.revision} recommends no shot of {decision.fire_unit} at "
        f"{decision.track} with {decision.interceptor_type} at {decision.launch_s}"
    )


def _pin(line: Recommendation, decision: Decision) -> PinnedEngagement:
    shot = line.shot
    # A salvo's kill probability as that of one round, so that the pin's survival
    # (1 − pk)^salvo is the one that was planned.
    pk = 1.0 - (1.0 - shot.p_kill) ** (1.0 / shot.salvo_size)
    return PinnedEngagement(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
        intercept_s=shot.intercept_s,
        assessed_s=shot.assessed_s,
        pk=pk,
        authorised_by=decision.by,
        position=shot.position,
        intercept_at=shot.intercept_at,
    )
