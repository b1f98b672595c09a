"""The examples of docs/api-desk.md, as a reader would paste them into a shell."""

import re
import subprocess
from pathlib import Path

from tests.desk_server import served

PAGE = Path(__file__).parents[2] / "docs" / "api-desk.md"
COMMANDS = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.M | re.S))


def test_every_example_of_the_page_runs(tmp_path: Path) -> None:
    """In the order of the page, by a person with engagement authority and a feed."""
    with served(tmp_path) as at:
        host = at.url.removeprefix("http://").partition(":")[0]
        cookie = [host, "FALSE", "/", "FALSE", "0", "zaslin", "secret-bondar"]
        jar = "# Netscape HTTP Cookie File\n" + "\t".join(cookie) + "\n"
        (tmp_path / "bondar.cookies").write_text(jar)
        done = subprocess.run(
            ["/bin/bash", "-ec", COMMANDS],
            cwd=tmp_path,
            env={
                "PATH": "/usr/bin:/bin",
                "ZASLIN": at.url,
                "RADAR_KEY": "secret-radar",
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert done.returncode == 0, done.stdout + done.stderr
    for word in (
        '"zaslin/shown-plan/1"',
        '"zaslin/score-page/1"',
        '"zaslin/explanation/1"',
        "track,kind,fire_unit",
        '"rejected_count":1',
        '"status":"decided"',
        '"zaslin/hold-all/1"',
        '"zaslin/what-if/1"',
        "event: picture",
    ):
        assert word in done.stdout
