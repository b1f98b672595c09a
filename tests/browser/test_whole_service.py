"""The console at a service of its own process: logging in, losing it, replaying."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.gestures import BY, PATIENCE_MS, Hands
from tests.consoles import Opener, consoles

START_S = 120.0
POINTER = BY["pointer"]
WATCH_FOR_AMBER = """() => {
    const look = () => { window.sawAmber ||= !!document.querySelector('.age-amber'); };
    new MutationObserver(look).observe(
        document.body, { subtree: true, childList: true, attributes: true },
    );
}"""


@dataclass
class Running:
    """A service that flies an exercise, and what it printed."""

    process: subprocess.Popen[str]
    url: str
    password: str

    def freeze(self) -> None:
        """Stop it in its tracks; its connections stay open."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.process.pid, signal.SIGCONT)


@contextmanager
def running(
    folder: Path, *, scenario: str = "tiny", speed: float = 2.0, skip_s: float = 0.0
) -> Iterator[Running]:
    """`zaslin serve` as a person starts it, on a free port."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "zaslin", "serve", "--demo", "--port", "0"),
                *("--scenario", scenario, "--speed", str(speed), "--skip", str(skip_s)),
                *("--db", f"sqlite:///{folder / 'zaslin.db'}"),
            ],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=folder,
        )
        try:
            yield _started(process)
        finally:
            os.kill(process.pid, signal.SIGCONT)
            process.terminate()
            process.wait(timeout=30)
            if process.stdout is not None:
                process.stdout.close()


def _started(process: subprocess.Popen[str]) -> Running:
    url = password = ""
    ends_s = time.monotonic() + START_S
    while not (url and password):
        assert time.monotonic() < ends_s, "the service did not say where it serves"
        line = process.stdout.readline() if process.stdout else ""
        url = found[0] if (found := re.findall(r"http://[\d.:]+", line)) else url
        login = re.search(r"demo login: demo, password (\S+)", line)
        password = login[1] if login else password
    return Running(process, url.rstrip("/"), password)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    """A service for one test."""
    with running(tmp_path) as made:
        yield made


@pytest.fixture
def console(browser: Browser, service: Running) -> Iterator[Opener]:
    """Opens consoles at it."""
    with consoles(browser, service.url) as opener:
        yield opener


def log_in(page: Page, service: Running, hands: Hands = POINTER) -> None:
    """As a person does it."""
    hands.write(page.get_by_label("User name"), "demo")
    hands.write(page.get_by_label("Password"), service.password)
    hands.press(page.get_by_role("button", name="Log in"))
    expect(page.locator("#queue-title")).to_be_visible(timeout=PATIENCE_MS)


def test_logging_in_shows_the_exercise_and_says_that_it_is_one(
    service: Running, console: Opener, hands: Hands
) -> None:
    """A wrong password is refused in words; the right one leads to the raid."""
    page = console().page
    expect(page.get_by_label("User name")).to_be_focused()
    hands.write(page.get_by_label("User name"), "demo")
    hands.write(page.get_by_label("Password"), "not the password")
    hands.press(page.get_by_role("button", name="Log in"))
    expect(page.get_by_role("alert")).to_contain_text("Wrong name or password")
    log_in(page, service, hands)
    expect(page.locator(".top")).to_have_class(re.compile("state-sim"))
    expect(page.locator(".state-word")).to_contain_text("SIM")
    hands.press(page.get_by_role("button", name="Log out"))
    expect(page.get_by_label("User name")).to_be_focused()


def test_typing_and_enter_log_in(service: Running, console: Opener) -> None:
    """No pointer, and no more keys than there is to say."""
    page = console().page
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type("demo")
    page.keyboard.press("Tab")
    page.keyboard.type(service.password)
    page.keyboard.press("Enter")
    expect(page.locator("#queue-title")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("main")).to_be_focused()


def test_a_frozen_service_turns_the_console_amber_then_red(
    service: Running, console: Opener
) -> None:
    """Silence is noticed by its own clock; advice goes, and comes back whole."""
    page = console().page
    log_in(page, service)
    expect(page.locator(".plan-figures")).to_be_visible(timeout=PATIENCE_MS)
    # Amber lasts for three seconds: a look from outside may come too late for it.
    page.evaluate(WATCH_FOR_AMBER)
    service.freeze()
    try:
        expect(page.locator(".age-red")).to_be_visible()
        assert page.evaluate("window.sawAmber") is True
        expect(page.locator(".queue .removed")).to_be_visible()
        assert page.locator(".queue .line").count() == 0
        assert page.locator(".plan-figures").count() == 0
    finally:
        service.thaw()
    expect(page.locator(".age-fresh")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".plan-figures")).to_be_visible(timeout=PATIENCE_MS)


def test_an_alarm_is_muted_and_acknowledged(
    service: Running, console: Opener, hands: Hands
) -> None:
    """It outlives what raised it, and ends by a person's hand alone."""
    page = console().page
    log_in(page, service, hands)
    expect(page.locator(".plan-figures")).to_be_visible(timeout=PATIENCE_MS)
    service.freeze()
    try:
        alarm = page.locator(".alarm-chip").filter(has_text="Link to the service lost")
        expect(alarm).to_be_visible(timeout=10_000)
    finally:
        service.thaw()
    expect(alarm).to_contain_text("(over)", timeout=PATIENCE_MS)
    hands.press(page.get_by_role("button", name="Mute"))
    expect(page.get_by_role("button", name="Muted")).to_be_visible()
    hands.press(alarm.get_by_role("button", name="Acknowledge"))
    expect(alarm).to_have_count(0)
    expect(page.locator(":focus")).to_have_count(1)


def test_keys_of_their_own_mute_and_acknowledge(
    service: Running, console: Opener
) -> None:
    """From wherever the focus is."""
    page = console().page
    log_in(page, service)
    expect(page.locator(".plan-figures")).to_be_visible(timeout=PATIENCE_MS)
    service.freeze()
    try:
        alarm = page.locator(".alarm-chip").filter(has_text="Link to the service lost")
        expect(alarm).to_be_visible(timeout=10_000)
    finally:
        service.thaw()
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Muted")).to_be_visible()
    expect(alarm).to_contain_text("(over)", timeout=PATIENCE_MS)
    for _ in range(page.locator(".alarm-chip").count()):
        page.keyboard.press("c")
    expect(alarm).to_have_count(0)


def test_an_acknowledged_alarm_is_said_for_as_long_as_it_lasts(
    service: Running, console: Opener, hands: Hands
) -> None:
    """Whoever sits down later is not told that there are none."""
    page = console().page
    log_in(page, service, hands)
    expect(page.locator(".plan-figures")).to_be_visible(timeout=PATIENCE_MS)
    lasting = page.locator(".alarms").get_by_text("lasting: Link to the service lost")
    service.freeze()
    try:
        alarm = page.locator(".alarm-chip").filter(has_text="Link to the service lost")
        expect(alarm).to_be_visible(timeout=10_000)
        while page.locator(".alarm-chip").count():
            page.keyboard.press("c")
        expect(lasting).to_be_visible()
        expect(page.get_by_text("No alarms")).to_have_count(0)
    finally:
        service.thaw()
    expect(lasting).to_have_count(0, timeout=PATIENCE_MS)


def test_a_recorded_night_is_shown_again_in_the_same_views(
    service: Running, console: Opener, hands: Hands
) -> None:
    """The exercise is ended, and its journal replayed; the page says REPLAY."""
    page = console().page
    log_in(page, service, hands)
    expect(page.locator(".plan-figures")).to_be_visible(timeout=PATIENCE_MS)
    hands.go(page, "Training", "t")
    hands.press(page.get_by_role("button", name="End it"))
    expect(page.get_by_role("button", name="End it")).to_have_count(0)
    hands.go(page, "Replay", "p")
    hands.press(page.get_by_role("button", name="Show", exact=True).first)
    expect(page.locator(".top")).to_have_class(
        re.compile("state-replay"), timeout=PATIENCE_MS
    )
    expect(page.locator(".state-word")).to_contain_text("REPLAY")
    hands.go(page, "Replay", "p")
    hands.press(page.get_by_role("button", name="Pause"))
    expect(page.locator(".transport").get_by_text("paused")).to_be_visible(
        timeout=PATIENCE_MS
    )


def test_an_exercise_is_begun(service: Running, console: Opener, hands: Hands) -> None:
    """Another scenario after the first, with its seed and speed."""
    page = console().page
    log_in(page, service, hands)
    hands.go(page, "Training", "t")
    hands.press(page.get_by_role("button", name="End it"))
    expect(page.get_by_role("button", name="End it")).to_have_count(0)
    hands.write(page.get_by_label("seed"), "7")
    hands.choose(page.get_by_label("speed"), "20")
    row = page.get_by_role("row").filter(has_text="Fifteen minutes")
    hands.press(row.get_by_role("button", name="Start"))
    expect(page.locator(".top")).to_have_class(
        re.compile("state-sim"), timeout=2 * PATIENCE_MS
    )
    expect(page.locator("main")).to_be_focused()
