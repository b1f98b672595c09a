"""Track reports laid over a picture.

For the command line (``--tracks FILE``)::

    data, source = read_file(path, sys.stdin.buffer)
    picture = with_tracks(picture, feeds.decode(data, source))
"""

from dataclasses import replace

from zaslin.domain.picture import Picture
from zaslin.domain.track import Track
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.read.track import tracks_from_wire
from zaslin.wire.rejected import Rejected, shown
from zaslin.wire.track_reports import TrackReports


def with_tracks(picture: Picture, reports: TrackReports) -> Picture:
    """The picture with the reported tracks beside its own.

    Of several reports on one track, and of the picture's own state of it, the latest
    measurement stays, whole; a report wins over a state of the same time.
    ``now`` is left alone: a report that is too old is shown as stale.
    Raises :class:`Rejected` for two reports on one track at one time, and for one
    that has the id of a forecast track.
    """
    reported = tracks_from_wire(
        reports.tracks, LocalFrame(picture.origin), reports.source, reports.place
    )
    _accept_ids(picture, reported, reports)
    latest = {track.id: track for track in picture.tracks}
    for track in reported:
        known = latest.get(track.id)
        if known is None or known.measured_at_s <= track.measured_at_s:
            latest[track.id] = track
    return replace(picture, tracks=tuple(latest.values()))


def _accept_ids(
    picture: Picture, reported: tuple[Track, ...], reports: TrackReports
) -> None:
    forecast = {ghost.track.id for ghost in picture.forecast}
    seen: dict[tuple[str, float], int] = {}
    for index, track in enumerate(reported):
        place = reports.place(index, "id")
        if track.id in forecast:
            accepted = "an id that is not used for a forecast track"
            raise Rejected(reports.source, place, shown(track.id), accepted)
        key = (track.id, track.measured_at_s)
        if key in seen:
            accepted = f"a time other than that of {reports.place(seen[key], '')}"
            raise Rejected(reports.source, place, shown(track.id), accepted)
        seen[key] = index
