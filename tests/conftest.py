"""Settings and instances that all tests share."""

import os

from hypothesis import settings

# No deadline: a kernel compiles at its first call, and machines are shared.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=5_000, deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "dev")
