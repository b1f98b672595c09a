"""One browser for each module of tests, a service of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.gestures import BY, Hands
from tests.browser.raid import UNHURRIED, spacious
from tests.consoles import Opener, browsing, consoles
from tests.desk_server import Served, served
from zaslin.api.desk import preparations, preparing


# Not for the whole session: its driver keeps an event loop running in this thread, in
# which no other test could run one of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with browsing() as made:
        yield made


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine takes longer for what people do than they do."""
    for module in (preparations, preparing):
        monkeypatch.setattr(module, "VALID_S", 120.0)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service on a raid that leaves people the time to read."""
    with served(tmp_path, picture=spacious(), params=UNHURRIED) as made:
        yield made


@pytest.fixture
def console(browser: Browser, at: Served) -> Iterator[Opener]:
    """Opens consoles at the service; they must stay clean."""
    with consoles(browser, at.url) as opener:
        yield opener


@pytest.fixture(params=BY)
def hands(request: pytest.FixtureRequest) -> Hands:
    """A person's, once with the pointer and once with the keyboard alone."""
    return BY[request.param]
