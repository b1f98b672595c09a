"""Pictures of every view of the console: ``python -m tests.console_pictures``.

A raid is flown on a service of its own; each view is opened in both languages and all
palettes, and written as a small PNG under docs/console.
"""

import argparse
import io
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
from PIL import Image
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NotInTimeError

from tests.browser.test_whole_service import Running, running
from tests.consoles import Opener, browsing, consoles

VIEWS = {
    "1": "picture",
    "2": "not-engaged",
    "3": "magazines",
    "4": "windows",
    "5": "summary",
    "6": "scores",
    "7": "control",
    "8": "what-if",
    "9": "journal",
    "p": "replay",
    "t": "training",
    "s": "settings",
}
LANGUAGES = ("uk", "en")
PALETTES = ("dark", "dim", "day")
SIZE = {"width": 1440, "height": 810}
WIDTH = 1080
COLOURS = 255
PATIENCE_S = 120.0
ENOUGH_LINES = 4
SCENARIO = str(Path("configs/exercises/night_2025_09_07.toml").absolute())
SKIP_S = 5_400.0
TRIES = 8
OPENS_MS = 5_000


def main() -> None:
    """Fly, look, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/console"))
    parser.add_argument("--scenario", default=SCENARIO)
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        running(
            Path(folder), scenario=wanted.scenario, speed=1.0, skip_s=SKIP_S
        ) as service,
        browsing() as browser,
        consoles(browser, service.url) as opener,
    ):
        session = _signed_in(service)
        _wait(service, session)
        for language in LANGUAGES:
            for palette in PALETTES:
                _take(opener, session, language, palette, wanted.out)


def _signed_in(service: Running) -> str:
    """A session whose password was given twice: it may decide."""
    known = {"name": "demo", "password": service.password}
    headers = {"Origin": service.url}
    with httpx2.Client(base_url=f"{service.url}/api/v1", headers=headers) as client:
        client.post("/session", json=known).raise_for_status()
        step_up = {"password": service.password}
        client.post("/session/step-up", json=step_up).raise_for_status()
        return client.cookies["zaslin"]


def _wait(service: Running, session: str) -> None:
    """Until there is something to decide on."""
    headers = {"Cookie": f"zaslin={session}"}
    ends_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_s:
        answer = httpx2.get(f"{service.url}/api/v1/desks", headers=headers)
        for desk in answer.json()["desks"]:
            if desk["name"] == "sim" and desk["counts"]["open_lines"] >= ENOUGH_LINES:
                return
        time.sleep(1.0)
    raise TimeoutError(f"no {ENOUGH_LINES} open lines within {PATIENCE_S:g} s")


def _take(opener: Opener, session: str, language: str, palette: str, out: Path) -> None:
    console = opener(
        session, language=language, palette=palette, size=SIZE, clean=False
    )
    page = console.page
    page.wait_for_selector(".plan-figures, .queue .removed", timeout=60_000)
    page.wait_for_timeout(1_500)
    _decide(page, out / f"review-{language}-{palette}.png")
    page.keyboard.press("0")
    page.keyboard.press("j")
    page.wait_for_timeout(3_000)
    for key, name in VIEWS.items():
        page.keyboard.press(key)
        if name == "what-if":
            _ask_what_if(page)
        page.wait_for_timeout(2_500)
        _write(page.screenshot(), out / f"{name}-{language}-{palette}.png")
    page.context.close()


def _decide(page: Page, path: Path) -> None:
    """Read a line, take its picture, and authorise it: decisions have pictures too."""
    for _ in range(TRIES):
        _authorise(page, path)
        if page.locator("dialog.review .good.big").count():
            page.keyboard.press("Escape")
            return
        # The plan may have moved on meanwhile.
        page.keyboard.press("Escape")
    raise RuntimeError(f"nothing was authorised in {TRIES} tries")


def _authorise(page: Page, path: Path) -> None:
    page.keyboard.press("j")
    page.wait_for_timeout(1_000)
    page.keyboard.press("a")
    try:
        page.locator("dialog.review[open]").wait_for(timeout=OPENS_MS)
    except NotInTimeError:
        # The line went just then; the next one is read.
        return
    page.wait_for_timeout(1_000)
    _write(page.screenshot(), path)
    page.keyboard.down("Space")
    page.wait_for_timeout(1_200)
    page.keyboard.up("Space")
    page.wait_for_timeout(2_000)


def _ask_what_if(page: Page) -> None:
    page.locator("#whatif-lost option").first.wait_for(state="attached")
    names = page.locator("#whatif-lost option").all_inner_texts()
    page.locator("#whatif-lost").select_option(names[:2])
    page.locator(".whatif-form button[type=submit]").click()
    page.wait_for_timeout(6_000)


def _write(png: bytes, path: Path) -> None:
    """Smaller, and with few colours: the pictures are for reading, not for printing."""
    with Image.open(io.BytesIO(png)) as picture:
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        # An octree keeps colours that are few but matter, such as those of alarms.
        few = small.quantize(
            COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(path, optimize=True)
    print(json.dumps({"picture": path.name, "bytes": path.stat().st_size}))  # noqa: T201


if __name__ == "__main__":
    main()
