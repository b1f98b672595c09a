"""A clock that shows what it is set to."""


class SetClock:
    """Monotonic seconds, by hand."""

    def __init__(self, now_s: float) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        """What it shows."""
        return self.now_s
