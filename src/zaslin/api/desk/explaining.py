"""Everything that the shown plan says about a track, and its scores."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from zaslin.api.desk.found import Found
from zaslin.api.desk.room import Room
from zaslin.api.desk.side import Side
from zaslin.api.errors import Code, ProblemError
from zaslin.assignment.score import score
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.score import Score
from zaslin.live.board import Board
from zaslin.wire.export.score_json import score_to_wire
from zaslin.wire.form import shown_plan as wire
from zaslin.wire.form.plan import RoundPrice
from zaslin.wire.moment import written
from zaslin.wire.write.engagement import engagement_to_wire
from zaslin.wire.write.plan import plan_to_wire


async def scores_of(
    here: Found, side: Side, *, patience_s: float = 20.0
) -> tuple[Picture, tuple[Score, ...]]:
    """The scores of the picture that the shown plan was made from, or of now.

    Computed aside, once for each picture.
    """
    board = here.board
    picture = board.shown_picture if board.shown else None
    picture = picture or board.picture
    known = here.room.scored(picture)
    if known is None:
        known = await side.run(
            lambda: _scored(here.room, picture), patience_s=patience_s
        )
    return picture, known


def _scored(room: Room, picture: Picture) -> tuple[Score, ...]:
    with room.scoring:
        known = room.scored(picture)
        if known is None:
            known = score(picture, room.params)
            room.keep_scores(picture, known)
        return known


def score_page(
    board: Board,
    picture: Picture,
    scores: Sequence[Score],
    wanted: Callable[[Score], bool],
    start: int,
    limit: int,
) -> wire.ScorePage:
    """A page of the scores that are wanted, by threat value of the track."""
    rows = [each for each in scores if wanted(each)]
    page = rows[start : start + limit]
    shown = board.shown
    of_plan = shown is not None and picture is board.shown_picture
    return wire.ScorePage(
        revision=picture.revision,
        made_at=written(picture.now_s),
        of_plan=shown.revision if shown is not None and of_plan else None,
        scores=tuple(score_to_wire(each) for each in page),
        total=len(rows),
        next=start + limit if start + limit < len(rows) else None,
    )


def wanted_by(
    track: str | None, fire_unit: str | None, *, feasible: bool
) -> Callable[[Score], bool]:
    """Whether a score is of a track and of a unit, and has a shot at all."""

    def wanted(each: Score) -> bool:
        return (
            track in (None, each.track)
            and fire_unit in (None, each.fire_unit)
            and (each.best is not None or not feasible)
        )

    return wanted


def explanation(
    board: Board, track: str, scores: Sequence[Score] | None
) -> wire.Explanation:
    """What the shown plan says about a track; raises 404 if it does not know it."""
    shown, picture = board.shown, board.shown_picture
    if shown is None or picture is None:
        raise ProblemError(
            Code.NOT_FOUND,
            "no plan is shown; accepted: when there is one",
            more={"reason": "no_plan"},
        )
    rows = [each for each in scores or () if each.track == track]
    of_track = _only(shown, track, picture.revision)
    if not rows and not of_track.threats and not of_track.not_engaged:
        raise ProblemError(Code.NOT_FOUND, f"plan {shown.revision} knows no {track}")
    document = plan_to_wire(of_track, picture)
    said = document.not_engaged, document.leakers, document.threats
    return wire.Explanation(
        revision=shown.revision,
        track=track,
        lines=document.recommendations,
        not_engaged=next(iter(said[0]), None),
        leaker=next(iter(said[1]), None),
        threat=next(iter(said[2]), None),
        engagements=tuple(
            engagement_to_wire(each)
            for each in board.situation.engagements.values()
            if each.pin.track == track
        ),
        prices=_prices(shown, rows),
        scored=scores is not None,
        scores=tuple(score_to_wire(each) for each in rows),
        reasons=dict(Counter(each.reason for each in rows if each.reason is not None)),
    )


def _only(plan: Plan, track: str, revision: int) -> Plan:
    """The part of a plan that is about a track."""
    return replace(
        plan,
        revision=revision,
        recommendations=tuple(
            line for line in plan.recommendations if line.shot.track == track
        ),
        not_engaged=tuple(each for each in plan.not_engaged if each.track == track),
        leakers=tuple(each for each in plan.leakers if each.track == track),
        threats=tuple(each for each in plan.threats if each.track == track),
        assets=(),
        stock_after=(),
        prices=(),
        slot_prices=(),
        held_for_forecast=(),
        withdrawn=(),
    )


def _prices(plan: Plan, rows: Sequence[Score]) -> tuple[RoundPrice, ...]:
    """What a round is worth at each inventory that has a shot at the track."""
    able = {
        (row.fire_unit, row.position, row.interceptor_type)
        for row in rows
        if row.best is not None
    }
    return tuple(
        RoundPrice(
            fire_unit=price.fire_unit,
            position=price.position,
            interceptor_type=price.interceptor_type,
            price_meur=float(price.price_meur),
        )
        for price in plan.prices
        if (price.fire_unit, price.position, price.interceptor_type) in able
    )
