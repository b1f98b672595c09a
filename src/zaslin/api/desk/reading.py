"""Track reports of a feed: read one by one, so that one bad one spoils no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import msgspec

from zaslin.api.endpoint import NDJSON, decode, text
from zaslin.api.errors import Code, ProblemError, invalid
from zaslin.domain.person import Principal
from zaslin.domain.picture import Picture
from zaslin.domain.track import StandardIdentity, Track
from zaslin.geometry.frames import LocalFrame
from zaslin.live.mailbox import Delivery, Rejection
from zaslin.wire.form.report import Received, RejectedReport
from zaslin.wire.form.scalar import LONGEST_ID
from zaslin.wire.form.track import Track as TrackForm
from zaslin.wire.read.track import tracks_from_wire
from zaslin.wire.rejected import Rejected, printable

MOST_REPORTS = 20_000
_MOST_TOLD = 100
_PLACE = "$"


@dataclass(frozen=True, slots=True)
class Reading:
    """Reports that can be used, each with its place, and those that cannot."""

    tracks: tuple[Track, ...]
    indices: tuple[int, ...]
    rejected: tuple[RejectedReport, ...]
    suspect: int


def read_reports(data: bytes, media: str, who: Principal, picture: Picture) -> Reading:
    """The reports of a body; raises :class:`ProblemError` if it is none at all.

    A key's tracks are named after its source, unless its own names are trusted, and
    what it calls hostile is suspect, unless it may identify.
    """
    reader = _Reader(who, picture)
    parts = list(islice(_parts(data, media), MOST_REPORTS + 1))
    if len(parts) > MOST_REPORTS:
        raise invalid(_PLACE, f"over {MOST_REPORTS} reports", "fewer at once")
    try:
        return reader.all_at_once(parts)
    except (ProblemError, Rejected):
        return reader.one_by_one(parts)


class _Reader:
    """Reads the reports of one feed over one picture."""

    def __init__(self, who: Principal, picture: Picture) -> None:
        self._who = who
        self._frame = LocalFrame(picture.origin)
        self._forecast = {ghost.track.id for ghost in picture.forecast}

    def all_at_once(self, parts: Sequence[bytes]) -> Reading:
        """Quickly, if nothing is wrong; raises otherwise."""
        forms = [self._form(each) for each in parts]
        tracks = tracks_from_wire(forms, self._frame, "report", _place)
        return self._reading(tracks, range(len(tracks)), [])

    def one_by_one(self, parts: Sequence[bytes]) -> Reading:
        """Those that can be used, and what is wrong with the others."""
        tracks: list[Track] = []
        indices: list[int] = []
        rejected: list[RejectedReport] = []
        for index, raw in enumerate(parts):
            try:
                (track,) = tracks_from_wire(
                    [self._form(raw)], self._frame, "report", _place
                )
            except ProblemError as error:
                rejected.append(_told(index, error))
            except Rejected as fault:
                where, value, accepted = fault.place, fault.value, fault.accepted
                rejected.append(_told(index, invalid(where, value, accepted)))
            else:
                tracks.append(track)
                indices.append(index)
        return self._reading(tracks, indices, rejected)

    def _form(self, raw: bytes) -> TrackForm:
        form, who = decode(raw, TrackForm), self._who
        if who.source and not who.trusted_ids:
            name = f"{who.source}/{form.id}"
            if len(name) > LONGEST_ID:
                most = LONGEST_ID - len(who.source) - 1
                raise invalid(f"{_PLACE}.id", form.id, f"up to {most} characters")
            form = msgspec.structs.replace(form, id=name)
        if form.id in self._forecast:
            accepted = "an id that no forecast track has"
            raise invalid(f"{_PLACE}.id", form.id, accepted)
        return form

    def _reading(
        self,
        tracks: Sequence[Track],
        indices: Sequence[int],
        rejected: list[RejectedReport],
    ) -> Reading:
        judged = [self._judged(track) for track in tracks]
        return Reading(
            tuple(judged),
            tuple(indices),
            tuple(rejected),
            sum(one is not other for one, other in zip(judged, tracks, strict=True)),
        )

    def _judged(self, track: Track) -> Track:
        """The track, suspect at most if its feed may not say who is hostile."""
        if track.identity is not StandardIdentity.HOSTILE or self._who.may_identify:
            return track
        return replace(track, identity=StandardIdentity.SUSPECT, identification=None)


def received(reading: Reading, delivery: Delivery) -> Received:
    """What became of the reports."""
    turned = [_turned(reading, each) for each in delivery.rejected]
    rejected = sorted((*reading.rejected, *turned), key=lambda each: each.index)
    left_out = delivery.repeated + delivery.late + delivery.shed
    # What gave way to others was counted as accepted before it was shed.
    accepted = len(reading.tracks) - len(turned) - left_out
    return Received(
        accepted=max(0, accepted),
        rejected=tuple(rejected[:_MOST_TOLD]),
        rejected_count=len(rejected),
        shed=left_out,
        suspect=reading.suspect,
    )


def _parts(data: bytes, media: str) -> Iterator[bytes]:
    """Each report as it stands in the body."""
    if media == NDJSON:
        yield from (line for line in data.split(b"\n") if line.strip())
        return
    text(data)
    try:
        document = msgspec.json.decode(data, type=list[msgspec.Raw] | dict)
    except msgspec.MsgspecError:
        # Said with its place by the strict reader.
        decode(data, TrackForm)
        raise invalid(_PLACE, "no report", "a track or an array of tracks") from None
    if isinstance(document, dict):
        yield data
        return
    yield from (bytes(each) for each in document)


def _place(_: int, field: str) -> str:
    return f"{_PLACE}{'.' if field else ''}{field}"


def _told(index: int, error: ProblemError) -> RejectedReport:
    if not error.errors or error.code is not Code.INVALID:
        raise error
    fault = error.errors[0]
    return RejectedReport(
        index=index, place=fault.place, value=fault.value, accepted=fault.accepted
    )


def _turned(reading: Reading, each: Rejection) -> RejectedReport:
    stated = ", ".join(f"{name} {value:g}" for name, value in each.params.items())
    return RejectedReport(
        index=reading.indices[each.index],
        place="$.measured_at",
        value=printable(f"{each.code}: {stated}", 60),
        accepted="a measurement of now, of a source that is known",
    )
