"""Why a track or a pairing is not engaged; each code has one plain line."""

from enum import StrEnum


class ReasonCode(StrEnum):
    """Refusals and misses, from the hard filter down to the optimiser."""

    # The hard filter: before any optimisation, under any setting.
    FRIEND = "friend"
    ASSUMED_FRIEND = "assumed_friend"
    NEUTRAL = "neutral"
    CIVIL = "civil"
    CREWED = "crewed"
    POSSIBLY_CREWED = "possibly_crewed"
    IDENTIFY_PENDING = "identify_pending"
    IDENTIFY_UNKNOWN = "identify_unknown"
    IDENTIFY_SUSPECT = "identify_suspect"
    NO_IDENTIFICATION = "no_identification"
    IDENTIFICATION_EXPIRED = "identification_expired"
    STALE = "stale"
    # Control measures.
    WEAPONS_HOLD = "weapons_hold"
    WEAPONS_TIGHT = "weapons_tight"
    ZONE = "zone"
    FORBIDDEN = "forbidden"
    RESERVE = "reserve"
    # Physics and stock.
    NO_UNITS = "no_units"
    NO_ROUNDS = "no_rounds"
    NO_CHANNEL = "no_channel"
    NO_PK = "no_pk"
    OUT_OF_REACH = "out_of_reach"
    ALTITUDE = "altitude"
    HORIZON = "horizon"
    SECTOR = "sector"
    TOO_LATE = "too_late"
    BEYOND_HORIZON = "beyond_horizon"
    # The optimiser.
    NO_CAPACITY = "no_capacity"
    NOT_WORTH_A_ROUND = "not_worth_a_round"
    PINNED = "pinned"
    # Pinned engagements only.
    ORDER_MISSED = "order_missed"
    # The hard filter again: last, as compiled kernels hold the numbers of the others.
    MEASURED_AFTER_NOW = "measured_after_now"
    # Pinned engagements again, at the end for the same cause.
    OTHER_POSITION = "other_position"


REASON_TEXT: dict[ReasonCode, str] = {
    ReasonCode.FRIEND: "identified friend: never engaged",
    ReasonCode.ASSUMED_FRIEND: "assumed friend: never engaged",
    ReasonCode.NEUTRAL: "neutral: never engaged",
    ReasonCode.CIVIL: "civil traffic: never engaged",
    ReasonCode.CREWED: "crewed aircraft: never engaged",
    ReasonCode.POSSIBLY_CREWED: "possibly crewed: never engaged",
    ReasonCode.IDENTIFY_PENDING: "identity pending: identification requested",
    ReasonCode.IDENTIFY_UNKNOWN: "identity unknown: identification requested",
    ReasonCode.IDENTIFY_SUSPECT: "suspect only: identification requested",
    ReasonCode.NO_IDENTIFICATION: (
        "hostile without a named identification authority: identification requested"
    ),
    ReasonCode.IDENTIFICATION_EXPIRED: (
        "identification has lapsed: identification requested"
    ),
    ReasonCode.STALE: "track is stale, no shot on old data: measurement requested",
    ReasonCode.MEASURED_AFTER_NOW: (
        "measured after now, so one clock is wrong: measurement requested"
    ),
    ReasonCode.WEAPONS_HOLD: "weapons hold",
    ReasonCode.WEAPONS_TIGHT: "weapons tight: positive identification needed",
    ReasonCode.ZONE: "every shot would cross a no-engagement zone",
    ReasonCode.FORBIDDEN: "pairing forbidden by a person",
    ReasonCode.RESERVE: "remaining rounds are the commander's reserve",
    ReasonCode.NO_UNITS: "no fire unit in the picture",
    ReasonCode.NO_ROUNDS: "magazine empty",
    ReasonCode.NO_CHANNEL: "no fire channel",
    ReasonCode.NO_PK: "no or hardly any effect on this track",
    ReasonCode.OUT_OF_REACH: "track does not come into range",
    ReasonCode.ALTITUDE: "outside the altitude envelope",
    ReasonCode.HORIZON: "below the radar horizon or beyond sensor range",
    ReasonCode.SECTOR: "outside the sector of fire",
    ReasonCode.TOO_LATE: "window closes before the unit can react",
    ReasonCode.BEYOND_HORIZON: "window opens after the planning horizon",
    ReasonCode.NO_CAPACITY: "rounds or channels do more elsewhere at this price",
    ReasonCode.NOT_WORTH_A_ROUND: "expected damage does not pay for a round",
    ReasonCode.PINNED: "already engaged by an authorised shot",
    ReasonCode.ORDER_MISSED: "its launch time is past and no launch is reported",
    ReasonCode.OTHER_POSITION: (
        "another authorised shot holds its unit at another position"
    ),
}

WITHDRAWAL_TEXT: dict[ReasonCode, str] = {
    **REASON_TEXT,
    ReasonCode.IDENTIFICATION_EXPIRED: (
        "identification has lapsed or lapses before the launch"
    ),
    ReasonCode.ZONE: "it would cross a no-engagement zone",
    ReasonCode.NO_ROUNDS: "too few rounds left in the magazine",
}
"""The same codes where they withdraw a pinned engagement."""
