"""Settings and instances that all tests share."""

from hypothesis import HealthCheck, settings

from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

# No deadline: a kernel compiles at its first call, and machines are shared.
# The fast suite draws the same examples on every machine, so that it fails for a change
# and never for its luck; `make deep` draws new ones and many more.
# Nor a complaint that a busy machine is slow to draw.
UNHURRIED = [HealthCheck.too_slow]
settings.register_profile(
    "fast",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=UNHURRIED,
)
settings.register_profile(
    "deep", max_examples=5_000, deadline=None, suppress_health_check=UNHURRIED
)
settings.load_profile("fast")
