"""Track reports in three formats: CSV, NDJSON and GeoJSON.

The fields are those of a track of the picture document, with the same bounds and the
same errors.
"""

from pathlib import PurePath

from zaslin.wire.feeds.csv import decode_csv
from zaslin.wire.feeds.geojson import decode_geojson
from zaslin.wire.feeds.ndjson import decode_ndjson
from zaslin.wire.track_reports import TrackReports

_BY_SUFFIX = {
    ".csv": decode_csv,
    ".geojson": decode_geojson,
    ".jsonl": decode_ndjson,
    ".ndjson": decode_ndjson,
}


def decode(data: bytes, source: str) -> TrackReports:
    """The reports of a file, by the ending of its name or else by its content.

    Raises :class:`zaslin.wire.rejected.Rejected`.
    """
    by_suffix = _BY_SUFFIX.get(PurePath(source).suffix.lower())
    if by_suffix is not None:
        return by_suffix(data, source)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return decode_csv(data, source)
    if b'"FeatureCollection"' in start:
        return decode_geojson(data, source)
    return decode_ndjson(data, source)
