"""A picture written once for everybody who follows it, from wherever they are.

Each state of a track is encoded once, when it is new.
A whole picture, or what has changed since any version of late, is put together from
these pieces; a reader who is slow costs no more than one who is not.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Container

import msgspec
from msgspec import Raw

from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form.desk import Mode
from zaslin.wire.form.live_picture import RawDelta, RawPicture
from zaslin.wire.moment import written
from zaslin.wire.write.defence import (
    areas_to_wire,
    assets_to_wire,
    types_to_wire,
    units_to_wire,
)
from zaslin.wire.write.live_picture import (
    Seen,
    live_tracks,
    measures_to_wire,
    origin_to_wire,
    seen_of,
)

_ENCODE = msgspec.json.Encoder(order="deterministic").encode


class _Piece:
    """A part of the picture: what it was made of, as it is written, and since when."""

    __slots__ = ("raw", "since", "source")

    def __init__(self) -> None:
        self.source: object = None
        self.raw = Raw(b"null")
        self.since = -1

    def is_news(self, source: object) -> bool:
        """Whether the part is another one than what is written."""
        return self.since < 0 or (source is not self.source and source != self.source)

    def write(self, source: object, document: object, version: int) -> None:
        """Write the part anew."""
        self.source, self.raw, self.since = source, Raw(_ENCODE(document)), version


class PictureFrames:
    """The picture of one desk, version by version.  Not safe between threads.

    Parameters
    ----------
    desk, mode
        Of which desk it is.
    params
        As the planner plans; says which tracks may be engaged at all.
    history
        Versions back to which a difference can be told.
    """

    def __init__(
        self, desk: str, mode: Mode, params: PlanParams, *, history: int = 256
    ) -> None:
        self.version = -1
        self._desk, self._mode, self._params = desk, mode, params
        self._picture: Picture | None = None
        self._tracks: dict[TrackId, tuple[Seen, Raw, int]] = {}
        self._gone: dict[TrackId, int] = {}
        self._versions: deque[int] = deque(maxlen=history)
        self._fixed = [_Piece() for _ in range(3)]
        self._units, self._control = _Piece(), _Piece()
        self._written: dict[int, bytes] = {}

    def advance(
        self, version: int, picture: Picture, declared: Container[TrackId] = ()
    ) -> None:
        """Take in the picture of a version; an older one than the last is let be.

        ``declared`` are tracks whose identity is a person's word at this desk.
        """
        if version <= self.version:
            return
        frame = LocalFrame(picture.origin)
        self._take_tracks(frame, version, seen_of(picture, self._params, declared))
        self._take_parts(frame, version, picture)
        self.version, self._picture = version, picture
        self._versions.append(version)
        oldest = self._versions[0]
        self._gone = {each: at for each, at in self._gone.items() if at > oldest}
        self._written.clear()

    def snapshot(self) -> bytes:
        """The whole picture; raises ``ValueError`` before there is one."""
        if -1 not in self._written:
            self._written[-1] = _ENCODE(self._whole(self._there()))
        return self._written[-1]

    def since(self, version: int) -> bytes | None:
        """What has changed since a version; None if only the whole picture tells.

        A version in which the picture did not change is that of the last change.
        """
        picture = self._there()
        place = bisect_right(self._versions, version)
        if place == 0:
            return None
        version = self._versions[place - 1]
        if version not in self._written:
            self._written[version] = _ENCODE(self._delta(picture, version))
        return self._written[version]

    def _there(self) -> Picture:
        if self._picture is None:
            raise ValueError("there is no picture yet; accepted: after the first one")
        return self._picture

    def _take_tracks(self, frame: LocalFrame, version: int, seen: list[Seen]) -> None:
        news = [each for each in seen if self._is_news(each)]
        there = {each.track.id for each in seen}
        for name in self._tracks.keys() - there:
            del self._tracks[name]
            self._gone[name] = version
        for each, document in zip(news, live_tracks(frame, news), strict=True):
            self._tracks[each.track.id] = (each, Raw(_ENCODE(document)), version)
            self._gone.pop(each.track.id, None)

    def _is_news(self, seen: Seen) -> bool:
        known = self._tracks.get(seen.track.id)
        if known is None:
            return True
        before = known[0]
        same = before.track is seen.track or before.track == seen.track
        return not same or (before.refusal, before.held, before.declared) != (
            seen.refusal,
            seen.held,
            seen.declared,
        )

    def _take_parts(self, frame: LocalFrame, version: int, picture: Picture) -> None:
        types, assets, areas = self._fixed
        if types.is_news(picture.interceptor_types):
            kinds = picture.interceptor_types
            types.write(kinds, types_to_wire(kinds), version)
        if assets.is_news(picture.assets):
            document: object = assets_to_wire(frame, picture.assets)
            assets.write(picture.assets, document, version)
        if areas.is_news(picture.populated_areas):
            document = areas_to_wire(frame, picture.populated_areas)
            areas.write(picture.populated_areas, document, version)
        if self._units.is_news(picture.fire_units):
            document = units_to_wire(frame, picture.fire_units)
            self._units.write(picture.fire_units, document, version)
        control = picture.control
        named = (
            control.weapons_control,
            control.orders,
            control.zones,
            control.reserves,
            dict(control.priorities),
            control.forbidden,
        )
        if self._control.is_news(named):
            self._control.write(named, measures_to_wire(frame, control), version)

    def _whole(self, picture: Picture) -> RawPicture:
        types, assets, areas = self._fixed
        return RawPicture(
            desk=self._desk,
            mode=self._mode,
            version=self.version,
            revision=picture.revision,
            now=written(picture.now_s),
            origin=origin_to_wire(picture),
            tracks=tuple(raw for _, raw, _ in self._tracks.values()),
            fire_units=self._units.raw,
            interceptor_types=types.raw,
            assets=assets.raw,
            populated_areas=areas.raw,
            control=self._control.raw,
        )

    def _delta(self, picture: Picture, since: int) -> RawDelta:
        units, control = self._units, self._control
        return RawDelta(
            desk=self._desk,
            mode=self._mode,
            since=since,
            version=self.version,
            revision=picture.revision,
            now=written(picture.now_s),
            tracks=tuple(raw for _, raw, at in self._tracks.values() if at > since),
            gone=tuple(name for name, at in self._gone.items() if at > since),
            fire_units=units.raw if units.since > since else None,
            control=control.raw if control.since > since else None,
        )
