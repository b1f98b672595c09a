"""Consoles in a real browser: Debian's Chromium, driven by Playwright.

A console that a test opens must stay clean to the end of it: no error in its log, no
violation of the page's policy, no request to anything but the service.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1440, "height": 900}
# What the browser says of requests that a test means to fail, or of a package's name.
_EXPECTED = ("Failed to load resource", "milsymbol.js")
_WATCH_POLICY = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def chromium() -> str:
    """Where the browser is; fails if it is not installed."""
    for name in CHROMIUM:
        found = shutil.which(name)
        if found:
            return found
    raise AssertionError(
        "no Chromium was found; accepted: Debian's package chromium, which "
        "requirements/chromium.sh installs"
    )


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser without a window and without a graphics card."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            # As root there is no sandbox of its own to be had.
            args=["--no-sandbox", "--disable-gpu", "--mute-audio"],
        )
        yield browser
        browser.close()


@dataclass
class Console:
    """A page of the console with everything that went wrong on it."""

    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """Nothing went wrong, and nobody else was asked for anything."""
        violations = self.page.evaluate("window.violations")
        assert violations == []
        assert self.errors == []
        assert self.strangers == []


Opener = Callable[..., Console]


@contextmanager
def consoles(browser: Browser, url: str) -> Iterator[Opener]:
    """Opens consoles at a service, each in a context of its own."""
    opened: list[Console] = []
    host = urlsplit(url).netloc

    def open_console(
        secret: str | None = None,
        *,
        language: str = "en",
        palette: str = "dark",
        size: dict[str, int] | None = None,
        clean: bool = True,
    ) -> Console:
        context = browser.new_context(
            viewport=size or SIZE,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        kept = f'{{"language":"{language}","palette":"{palette}"}}'
        context.add_init_script(
            f"localStorage.getItem('zaslin.console') ?? "
            f"localStorage.setItem('zaslin.console', '{kept}')"
        )
        context.add_init_script(_WATCH_POLICY)
        if secret is not None:
            context.add_cookies([{"name": "zaslin", "value": secret, "url": url}])
            context.add_init_script("localStorage.setItem('zaslin.signed', 'yes')")
        console = Console(context.new_page(), url)
        _watch(console, host)
        console.page.goto(f"{url}/")
        if clean:
            opened.append(console)
        return console

    try:
        yield open_console
        for console in opened:
            console.assert_clean()
    finally:
        # A page that is left open goes on working for every test after it.
        for context in browser.contexts:
            context.close()


def _watch(console: Console, host: str) -> None:
    page = console.page

    def log(kind: str, text: str) -> None:
        if kind == "error" and not any(each in text for each in _EXPECTED):
            console.errors.append(text)

    def asked(url: str) -> None:
        where = urlsplit(url)
        if where.scheme in ("http", "https", "ws", "wss") and where.netloc != host:
            console.strangers.append(url)

    page.on("console", lambda message: log(message.type, message.text))
    page.on("pageerror", lambda error: console.errors.append(str(error)))
    page.on("request", lambda request: asked(request.url))
