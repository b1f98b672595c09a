"""What an entry of a journal is about, in names and numbers."""

from zaslin.domain.decision import Decision
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Corrected,
    Decided,
    Event,
    Expired,
    Fired,
    Forecast,
    Identified,
    Lost,
    Nominated,
    Opened,
    Planned,
    Released,
    Reloaded,
    Reported,
    Resupplied,
    UnitReported,
    Withdrawn,
)
from zaslin.wire.journal_line import KINDS
from zaslin.wire.moment import written

About = dict[str, str | int | float | bool | None]

_OF_THE_DESK = (Opened, Reported, Lost, Forecast, Planned, Expired)

KINDS_OF_PEOPLE = frozenset(
    name for name, kind in KINDS.items() if kind not in _OF_THE_DESK
)
"""What people or crews did, and not feeds or the desk itself."""


def about(event: Event) -> About:
    """What an event is about; lists are counted."""
    match event:
        case Decided() | Nominated() | Withdrawn():
            return _of_decision(event)
        case Resupplied() | Reloaded() | Corrected() | UnitReported():
            return _of_stock(event)
        case Fired() | Aborted() | Expired() | Assessed():
            return _of_engagement(event)
        case Controlled() | Released() | Identified():
            return _of_measure(event)
        case Reported() | Lost() | Forecast():
            return {"tracks": len(event.tracks)}
        case Planned():
            return {
                "revision": event.revision,
                "firm": len(event.shown),
                "kept": event.kept,
                "withdrawn": not event.digest,
            }
        case Opened():
            return {"revision": event.picture.revision}


def _of_decision(event: Decided | Nominated | Withdrawn) -> About:
    stated = _decision(event.decision)
    if isinstance(event, Decided) and event.engagement is not None:
        stated["engagement"] = event.engagement.id
    return stated


def _decision(decision: Decision) -> About:
    stated: About = {
        "verdict": decision.verdict.value,
        "track": decision.track,
        "fire_unit": decision.fire_unit,
        "interceptor_type": decision.interceptor_type,
        "launch": written(decision.launch_s),
        "revision": decision.revision,
        "why": decision.why,
    }
    if decision.confirmed_by:
        stated["confirmed_by"] = decision.confirmed_by
    if decision.amended is not None:
        stated["amended_fire_unit"] = decision.amended.fire_unit
        stated["amended_type"] = decision.amended.interceptor_type
    return stated


def _of_stock(event: Resupplied | Reloaded | Corrected | UnitReported) -> About:
    match event:
        case UnitReported():
            unit = event.fire_unit
            return {"fire_unit": unit.id, "channels": unit.channels}
        case Corrected():
            return {
                "fire_unit": event.fire_unit,
                "interceptor_type": event.interceptor_type,
                "rounds_ready": event.rounds_ready,
                "rounds_stored": event.rounds_stored,
                "why": event.why,
            }
        case _:
            return {
                "fire_unit": event.fire_unit,
                "interceptor_type": event.interceptor_type,
                "rounds": event.rounds,
            }


def _of_engagement(event: Fired | Aborted | Expired | Assessed) -> About:
    stated: About = {"engagement": event.engagement}
    match event:
        case Fired():
            stated["launch"] = written(event.launch_s)
        case Aborted():
            stated["why"] = event.why
        case Assessed():
            stated["outcome"] = event.outcome.value
        case _:
            pass
    return stated


def _of_measure(event: Controlled | Released | Identified) -> About:
    match event:
        case Controlled():
            control = event.control
            return {
                "weapons_control": control.weapons_control.value,
                "orders": len(control.orders),
                "zones": len(control.zones),
                "reserves": len(control.reserves),
            }
        case Released():
            pairing = event.forbidden
            return {
                "track": pairing.track,
                "fire_unit": pairing.fire_unit,
                "interceptor_type": pairing.interceptor_type,
            }
        case _:
            return {
                "track": event.track,
                "identity": event.identity.value,
                "method": event.method.value,
                "authority": event.authority,
                "evidence": event.evidence,
                "expires": written(event.expires_s),
            }
