"""A board into the documents that state it."""

import hashlib
import re

import msgspec
from msgspec import Raw

from zaslin.api.desk.found import Found
from zaslin.api.desk.lines import line_states, need_of, recorded_lines
from zaslin.api.service import Service
from zaslin.domain.decision import Decision
from zaslin.domain.engagement import Engagement
from zaslin.domain.picture import Picture
from zaslin.domain.track import StandardIdentity
from zaslin.geometry.frames import LocalFrame
from zaslin.live.board import Board
from zaslin.live.health import Mode, Standing
from zaslin.ops.situation import Situation
from zaslin.wire.form import desk as wire
from zaslin.wire.form.coded import Coded
from zaslin.wire.form.deciding import Deciding, Nomination
from zaslin.wire.form.measures import ControlInForce
from zaslin.wire.form.shown_plan import LineState, RawShownPlan
from zaslin.wire.moment import written
from zaslin.wire.write.engagement import (
    decision_to_wire,
    engagement_to_wire,
    forbidden_to_wire,
)
from zaslin.wire.write.live_picture import measures_to_wire

_LAST_OVER = 100
_ENCODE = msgspec.json.Encoder(order="deterministic").encode
_WORD = re.compile(r"[^a-z0-9]+")


def moment(time_s: float | None) -> str | None:
    """A time as documents write it, or null."""
    return None if time_s is None else written(time_s)


def code_of(words: str) -> str:
    """Words of the code as one word: ``floor, in process`` is floor_in_process."""
    return _WORD.sub("_", words.lower()).strip("_")


def mode_of(board: Board) -> wire.Mode:
    """The mode of a board as documents state it."""
    modes: dict[str, wire.Mode] = {"live": "live", "sim": "sim", "replay": "replay"}
    return modes[board.mode]


def standing_to_wire(standing: Standing) -> wire.Standing:
    """How a desk stands."""
    return msgspec.convert(
        {
            "state": standing.state.value,
            "underlying": standing.underlying.value,
            "reasons": [
                Coded(code=each.code.value, params=dict(each.params))
                for each in standing.reasons
            ],
        },
        wire.Standing,
        from_attributes=True,
    )


def desk_to_wire(board: Board) -> wire.Desk:
    """A desk as it stands."""
    situation, shown = board.situation, board.shown
    return wire.Desk(
        name=board.desk,
        mode=mode_of(board),
        standing=standing_to_wire(board.health.standing),
        now=written(board.at_s),
        version=board.version,
        revision=situation.revision,
        entries=situation.entries,
        plan_revision=shown.revision if shown else None,
        plan_made_at=moment(shown.made_at_s if shown else None),
        plan_confirmed_at=moment(board.confirmed_at_s),
        counts=_counts(board),
    )


def _counts(board: Board) -> wire.Counts:
    situation = board.situation
    return wire.Counts(
        tracks=len(board.picture.tracks),
        hostile=sum(
            track.identity is StandardIdentity.HOSTILE for track in board.picture.tracks
        ),
        fire_units=len(situation.fire_units),
        assets=len(situation.opened.assets),
        engagements=len(situation.pins),
        open_lines=len(situation.shown) if board.shown else 0,
        nominations=len(situation.nominated),
    )


def health_to_wire(here: Found, service: Service, sequence: int) -> wire.Health:
    """The heartbeat of a desk: how it is now, whatever its own thread does."""
    board, health = here.board, here.live.health()
    age_s = None
    if board.shown is not None and board.confirmed_at_s is not None:
        age_s = max(0.0, board.at_s - board.confirmed_at_s)
    return wire.Health(
        desk=board.desk,
        mode=mode_of(board),
        epoch=f"{service.epoch}.{board.era}",
        sequence=sequence,
        time=written(service.clock()),
        now=written(board.at_s),
        standing=standing_to_wire(health.standing),
        version=board.version,
        plan_revision=board.shown.revision if board.shown else None,
        plan_age_s=age_s,
        plan_oldest_s=here.live.plan_oldest_s,
        feeds=tuple(
            wire.Feed(source=feed.name, age_s=round(feed.silent_s, 1))
            for feed in health.facts.feeds
        ),
        stages={str(stage.name): stage.done for stage in health.facts.stages},
    )


def shown_plan(board: Board, service: Service) -> RawShownPlan:
    """The plan that people may decide on, with its document as it was written.

    Of a recording, the plan that people could decide on then.
    """
    document = board.plan_document.strip()
    is_past = board.shown is None and board.mode is Mode.REPLAY and bool(document)
    shown = board.shown is not None or is_past
    revision = board.situation.shown_revision if is_past else None
    return RawShownPlan(
        desk=board.desk,
        mode=mode_of(board),
        now=written(board.at_s),
        standing=standing_to_wire(board.health.standing),
        revision=board.shown.revision if board.shown else revision,
        source=code_of(board.source or "recorded") if shown else None,
        confirmed_at=moment(board.confirmed_at_s),
        lines=lines_of(board, service),
        plan=Raw(document) if shown else None,
    )


def lines_of(board: Board, service: Service) -> tuple[LineState, ...]:
    """Each firm line of the plan that is shown, or was shown then."""
    if board.shown is None and board.mode is Mode.REPLAY:
        return recorded_lines(board)
    return line_states(board, service.two_person)


def deciding(board: Board, service: Service) -> Deciding:
    """Where decisions stand."""
    situation = board.situation
    lines = lines_of(board, service)
    return Deciding(
        desk=board.desk,
        entries=situation.entries,
        revision=board.shown.revision if board.shown else None,
        lines=lines,
        engagements=tuple(
            engagement_to_wire(each) for each in latest_engagements(situation)
        ),
        nominations=nominations_of(situation, service),
        forbidden=tuple(
            forbidden_to_wire(each) for each in situation.control.forbidden
        ),
        open_lines=sum(line.open for line in lines),
    )


def latest_engagements(situation: Situation) -> list[Engagement]:
    """Engagements that are not over and the last of the others, latest first."""
    kept: list[Engagement] = []
    over = 0
    for each in reversed(list(situation.engagements.values())):
        is_over = each.id not in situation.pins
        over += is_over
        if not is_over or over <= _LAST_OVER:
            kept.append(each)
    return kept


def nominations_of(situation: Situation, service: Service) -> tuple[Nomination, ...]:
    """Decisions that wait for a second person."""
    return tuple(
        nomination_to_wire(each, situation, service) for each in situation.nominated
    )


def nomination_to_wire(
    decision: Decision, situation: Situation, service: Service
) -> Nomination:
    """A decision that waits for a second person."""
    need = need_of(service.two_person, situation, decision)
    return Nomination(
        id=nomination_id(decision),
        decision=decision_to_wire(decision),
        why=need or Coded(code="policy", params={}),
        review=None,
    )


def nomination_id(decision: Decision) -> str:
    """Names a nomination: the same after a restart, and another for each decision."""
    named = (
        decision.by,
        decision.verdict.value,
        decision.track,
        decision.fire_unit,
        decision.interceptor_type,
        decision.launch_s,
        decision.decided_at_s,
    )
    return "N" + hashlib.sha256(msgspec.json.encode(named)).hexdigest()[:16]


def control_in_force(picture: Picture) -> ControlInForce:
    """Control measures in force."""
    frame = LocalFrame(picture.origin)
    return ControlInForce(
        revision=picture.revision,
        now=written(picture.now_s),
        control=measures_to_wire(frame, picture.control),
    )


def control_etag(given: ControlInForce, situation: Situation) -> str:
    """Names control measures and the entry that set them: the same anew are others.

    Or else a change that was on its way when weapons were held would still fit.
    Refusals are decisions, and not part of it.
    """
    said = msgspec.structs.replace(given.control, forbidden=())
    return etag_of((situation.controlled_entry, said))


def etag_of(document: object) -> str:
    """Names what a document says: the same in every process of the service."""
    return hashlib.sha256(_ENCODE(document)).hexdigest()[:16]
