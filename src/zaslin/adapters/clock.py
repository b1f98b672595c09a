"""The clocks of the machine; everything else takes one of them as an argument."""

import time

monotonic = time.monotonic
"""Seconds that only ever go forward; their zero means nothing."""

wall = time.time
"""Seconds since 1970 in UTC, as far as the machine knows; may be set back."""
