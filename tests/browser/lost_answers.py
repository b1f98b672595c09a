"""A network that takes requests to the service and loses what it answers."""

from playwright.sync_api import Page, Route


class LostAnswers:
    """Loses the answers to requests of a kind until it is told to lose no more.

    The first request takes effect; those after it do not arrive either.

    Parameters
    ----------
    page
        Whose requests they are.
    pattern
        Which requests, as Playwright matches addresses.

    Attributes
    ----------
    keys
        The idempotency key of each request, in their order.
    """

    def __init__(self, page: Page, pattern: str) -> None:
        self.keys: list[str] = []
        self._page = page
        self._loses = True
        page.route(pattern, self._take)

    def no_more(self) -> None:
        """From now on whatever is asked is answered."""
        self._loses = False

    def _take(self, route: Route) -> None:
        self.keys.append(route.request.headers["idempotency-key"])
        if not self._loses:
            route.continue_()
            return
        if len(self.keys) == 1:
            route.fetch()
            self._page.wait_for_timeout(200)
        route.abort()
