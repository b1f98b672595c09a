"""One process of the operations service, put together, run and stopped."""

from collections.abc import Callable

from zaslin.config.settings import Settings


class CannotServeError(RuntimeError):
    """The service cannot start or go on; says why, and what would help."""


def run_service(
    settings: Settings,
    *,
    demo: bool,
    stop_after_s: float | None,
    tell: Callable[[str], None],
) -> None:
    """Serve until told to stop.

    Parameters
    ----------
    settings
        All settings, checked.
    demo
        Make a demonstration user.
    stop_after_s
        Stop by itself so long after the first plan.
    tell
        Takes lines for whoever started the service.

    Raises
    ------
    CannotServeError
        If it cannot start.
    """
    del settings, demo, stop_after_s, tell
    raise CannotServeError("the service is not put together yet; accepted: a later one")
