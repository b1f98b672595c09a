"""Names given by feeds are shown, do nothing, and hide nothing."""

from dataclasses import replace

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.gestures import PATIENCE_MS
from tests.browser.raid import spacious
from tests.consoles import Opener
from tests.desk_server import Served
from zaslin.domain.ids import TrackId

NAMES = {
    "markup": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "bidi": "T\u202e90",
    "zero width": "T0\u200b1",
    "long": "A" * 10_000,
}
HIDING = ("bidi", "zero width")


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_is_inert_wherever_it_is_shown(
    at: Served, console: Opener, kind: str
) -> None:
    """No dialogue, no new element; what is hidden in it is written out."""
    opened = console("secret-chief")
    page = opened.page
    dialogues: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogues.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    name = TrackId(NAMES[kind])
    track = replace(spacious().tracks[0], id=name)
    at.radar.tracks = {**at.radar.tracks, name: track}
    at.until(lambda board: name in board.situation.tracks)
    raw = NAMES[kind] if kind in HIDING else None
    for key in ("1", "2", "4", "6", "7", "8", "9"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert raw is None or raw not in (page.locator("body").text_content() or "")
    page.keyboard.press("2")
    shown = NAMES[kind].replace("\u202e", "⟨U+202E⟩").replace("\u200b", "⟨U+200B⟩")
    expect(page.get_by_text(shown[:32], exact=False).first).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert dialogues == []
    assert page.locator("img[src=x]").count() == 0
