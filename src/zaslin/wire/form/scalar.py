"""Numbers, names and times of the documents, with their bounds and units."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct


class Given(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An object of a document that is read: the fields it names and no others."""


# What is invisible or turns the reading direction: two ids would look the same.
# Written in the escapes that Python and JSON Schema have in common.
_UNPRINTABLE = (
    r"\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb"
)
# "$" would let a line break at the end pass.
_END = r"(?![\s\S])"

LONGEST_ID = 64

Id = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_ID,
        pattern=rf"^(?! )[^{_UNPRINTABLE}]+(?<! ){_END}",
        description="1 to 64 printable characters, no blank at either end",
        extra={"accepted": "1 to 64 printable characters, no blank at either end"},
    ),
]
Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=rf"^(?! )[^{_UNPRINTABLE}]+{_END}",
        description="1 to 200 printable characters",
        extra={"accepted": "1 to 200 printable characters, no blank in front"},
    ),
]
Text = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=rf"^[^{_UNPRINTABLE}]*{_END}",
        description="at most 200 printable characters",
        extra={"accepted": "at most 200 printable characters"},
    ),
]

Time = Annotated[
    datetime,
    Meta(
        tz=True,
        description="ISO-8601 with its zone, such as 2025-09-07T03:00:00Z",
        extra={"accepted": "a time with its zone, such as 2025-09-07T03:00:00Z"},
        # The decoder asks for the zone itself; the schema has to say so.
        extra_json_schema={"pattern": r"([Zz]|[+-]\d\d:?\d\d)$"},
    ),
]

Latitude = Annotated[float, Meta(ge=-90, le=90, description="degrees north, WGS-84")]
Longitude = Annotated[float, Meta(ge=-180, le=180, description="degrees east, WGS-84")]
Altitude = Annotated[
    float, Meta(ge=-500, le=40_000, description="metres above the WGS-84 ellipsoid")
]
Bearing = Annotated[
    float, Meta(ge=0, le=360, description="degrees clockwise from true north")
]
Speed = Annotated[float, Meta(ge=0, le=3_000, description="metres per second")]
Range = Annotated[float, Meta(ge=0, le=500_000, description="metres")]
ShortTime = Annotated[float, Meta(ge=0, le=600, description="seconds")]
LongTime = Annotated[float, Meta(ge=0, le=86_400, description="seconds")]
Damage = Annotated[float, Meta(ge=0, le=1_000_000, description="notional million euro")]
Probability = Annotated[float, Meta(ge=0, le=1, description="probability")]
Rounds = Annotated[int, Meta(ge=0, le=100_000, description="number of rounds")]
Salvo = Annotated[int, Meta(ge=1, le=16, description="number of rounds in one salvo")]


class GeoPoint(Given, frozen=True, kw_only=True):
    """A point on the WGS-84 ellipsoid."""

    latitude_deg: Latitude
    longitude_deg: Longitude


class AirPoint(GeoPoint, frozen=True, kw_only=True):
    """A point in the air, WGS-84."""

    altitude_m: Altitude
