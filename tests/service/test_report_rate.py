"""A feed that sends too much is turned away, and the others are not."""

import json
from pathlib import Path

import httpx2

from tests.whole_service import whole_service
from zaslin.api.limits import Rate

TRACK = {"id": "7"}


def test_a_feed_is_held_to_its_rate(tmp_path: Path) -> None:
    """429 before anything is read, with the time to come again."""
    rate = Rate(per_s=1.0, at_once=5.0)
    with (
        whole_service(tmp_path, tracks_per_source=rate) as whole,
        httpx2.Client(base_url=whole.address.url, trust_env=False) as client,
    ):
        path, headers = "/api/v1/desks/live/reports", whole.headers["feed"]
        batch = [TRACK] * 4

        first = client.post(path, json=batch, headers=headers)
        second = client.post(path, json=batch, headers=headers)
        content = "\\n".join(json.dumps(TRACK) for _ in range(4))
        third = client.post(
            path,
            content=content,
            headers={**headers, "Content-Type": "application/x-ndjson"},
        )

    # They are no whole tracks, but they are counted.
    assert first.status_code == 200
    assert first.json()["accepted"] == 0
    assert [second.status_code, third.status_code] == [429, 429]
    assert int(second.headers["retry-after"]) >= 1
