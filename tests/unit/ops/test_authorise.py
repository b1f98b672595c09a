"""A recommendation becomes an engagement by a named person's decision, and only so."""

from dataclasses import replace

import pytest

from tests.pictures import one_track_one_unit, saturated
from zaslin.assignment.plan import plan
from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.plan import Recommendation
from zaslin.domain.reason import ReasonCode
from zaslin.ops.authorise import DecisionRefusedError, authorise

PICTURE = one_track_one_unit()
PLAN = plan(PICTURE)
LINE = PLAN.recommendations[0]


def decision_on(
    line: Recommendation, verdict: Verdict = Verdict.AUTHORISE, revision: int = 1
) -> Decision:
    """Major Bondar's decision."""
    return Decision(
        by="Maj Bondar",
        verdict=verdict,
        revision=revision,
        track=line.shot.track,
        fire_unit=line.shot.fire_unit,
        interceptor_type=line.shot.interceptor_type,
        launch_s=line.shot.launch_s,
        decided_at_s=PICTURE.now_s + 3.0,
    )


def test_an_authorised_shot_is_pinned_under_the_persons_name() -> None:
    """With the times of the plan, not launched, in a picture with the next revision."""
    picture = authorise(PICTURE, PLAN, decision_on(LINE))

    (pin,) = picture.control.pinned
    shot = LINE.shot
    assert pin.authorised_by == "Maj Bondar"
    assert (pin.track, pin.fire_unit) == (shot.track, shot.fire_unit)
    assert pin.interceptor_type == shot.interceptor_type
    assert (pin.launch_s, pin.intercept_s) == (shot.launch_s, shot.intercept_s)
    assert pin.assessed_s == shot.assessed_s
    assert pin.salvo_size == shot.salvo_size
    assert (pin.position, pin.intercept_at) == (shot.position, shot.intercept_at)
    assert not pin.launched
    assert picture.revision == PICTURE.revision + 1
    assert picture.control.forbidden == ()
    assert replace(picture, revision=1, control=PICTURE.control) == PICTURE


def test_the_next_plan_keeps_the_pin_and_shoots_again_only_after_its_look() -> None:
    """What was planned once is not planned twice."""
    picture = authorise(PICTURE, PLAN, decision_on(LINE))

    again = plan(picture, previous=PLAN)

    assert again.withdrawn == ()
    assert all(shot.launch_s >= LINE.shot.assessed_s for shot in again.shots)
    assert again.undefended == pytest.approx(PLAN.undefended * (1.0 - LINE.shot.p_kill))


@pytest.mark.parametrize(("salvo", "p_kill"), [(1, 0.8), (2, 0.75), (2, 1.0), (3, 0.0)])
def test_a_salvo_is_pinned_so_that_its_survival_is_the_planned_one(
    salvo: int, p_kill: float
) -> None:
    """(1 − pk) to the power of its rounds."""
    shot = replace(LINE.shot, salvo_size=salvo, p_kill=p_kill)
    line = replace(LINE, shot=shot)
    made = replace(PLAN, recommendations=(line,))

    (pin,) = authorise(PICTURE, made, decision_on(line)).control.pinned

    assert (1.0 - pin.pk) ** salvo == pytest.approx(1.0 - p_kill)


def test_a_refused_pairing_is_forbidden_and_not_planned_again() -> None:
    """The track by the unit with the type; anything else stays allowed."""
    picture = authorise(PICTURE, PLAN, decision_on(LINE, Verdict.REFUSE))

    assert picture.control.forbidden == (
        ForbiddenPairing(
            track=LINE.shot.track,
            fire_unit=LINE.shot.fire_unit,
            interceptor_type=LINE.shot.interceptor_type,
        ),
    )
    assert picture.control.pinned == ()
    again = plan(picture)
    assert again.shots == ()
    assert again.not_engaged[0].reason is ReasonCode.FORBIDDEN


def test_decisions_add_up() -> None:
    """Each on the plan of its own revision; earlier ones stay."""
    picture = saturated()
    for number in range(3):
        made = plan(picture)
        line = next(line for line in made.recommendations if line.firm)
        verdict = Verdict.REFUSE if number == 1 else Verdict.AUTHORISE
        picture = authorise(
            picture, made, decision_on(line, verdict, revision=picture.revision)
        )

    assert len(picture.control.pinned) == 2
    assert len(picture.control.forbidden) == 1
    assert picture.revision == 4


@pytest.mark.parametrize(
    ("plan_revision", "decision_revision", "picture_revision"),
    [(1, 2, 2), (2, 1, 2), (2, 2, 1), (1, 1, 2), (3, 2, 1)],
)
def test_a_decision_on_another_revision_changes_nothing(
    plan_revision: int, decision_revision: int, picture_revision: int
) -> None:
    """All three are named in the refusal."""
    with pytest.raises(DecisionRefusedError, match="all three equal") as refused:
        authorise(
            replace(PICTURE, revision=picture_revision),
            replace(PLAN, revision=plan_revision),
            decision_on(LINE, revision=decision_revision),
        )
    for revision in (plan_revision, decision_revision, picture_revision):
        assert str(revision) in str(refused.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"track": TrackId("T9")},
        {"fire_unit": FireUnitId("U9")},
        {"interceptor_type": InterceptorTypeId("gun_round")},
        {"launch_s": LINE.shot.launch_s + 10.0},
    ],
    ids=["track", "unit", "type", "time"],
)
@pytest.mark.parametrize("verdict", Verdict)
def test_what_is_not_recommended_cannot_be_decided(
    changes: dict[str, str], verdict: Verdict
) -> None:
    """Neither authorised nor refused: the shot is another one."""
    decision = replace(decision_on(LINE, verdict), **changes)  # type: ignore[arg-type]

    with pytest.raises(DecisionRefusedError, match="recommends no shot"):
        authorise(PICTURE, PLAN, decision)


def test_an_intention_cannot_be_authorised() -> None:
    """Only a firm recommendation can; a follow-up is none."""
    follow_up = next(line for line in PLAN.recommendations if not line.firm)

    with pytest.raises(DecisionRefusedError, match="firm recommendation"):
        authorise(PICTURE, PLAN, decision_on(follow_up))


def test_an_empty_plan_has_nothing_to_decide() -> None:
    """There is no bulk decision either."""
    empty = replace(PLAN, recommendations=())

    with pytest.raises(DecisionRefusedError):
        authorise(PICTURE, empty, decision_on(LINE))
