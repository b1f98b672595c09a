"""The two languages of the page: texts, numbers and times."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from zaslin.adapters.page.names import Pair
from zaslin.adapters.page.texts import TEXTS

LANGUAGES = ("uk", "en")
"""Codes of the languages, in the order of the table."""

NONE = "–"
_MINUS = "−"
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the page says, in one language.

    Raises ``ValueError`` for a language that there is not.
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(
                f"language {self.language!r}; accepted: {', '.join(LANGUAGES)}"
            )

    def say(self, key: str, **values: object) -> str:
        """A text of the table, with values in their places."""
        return self._of(TEXTS[key]).format_map({k: str(v) for k, v in values.items()})

    def name(self, group: str, key: str) -> str:
        """What something is called; its own name if the table has none."""
        pair = TEXTS.get(f"{group}.{key}")
        return key.replace("_", " ") if pair is None else self._of(pair)

    def whole(self, number: float) -> str:
        """A count: ``1,234`` or ``1 234``."""
        return self._marked(f"{number:,.0f}")

    def number(self, number: float, digits: int, sign: str = "") -> str:
        """With so many decimals; no figure is −0."""
        text = f"{number:{sign},.{digits}f}"
        if float(text.replace(",", "")) == 0.0:
            text = text.lstrip("+-")
        return self._marked(text.replace("-", _MINUS))

    def rough(self, number: float, sign: str = "") -> str:
        """To three digits or the whole number."""
        return self.number(number, digits_of(number), sign)

    def money(self, meur: float) -> str:
        """Million euro, with their name."""
        return f"{self.rough(meur)}{_NO_BREAK}{self.say('unit.meur')}"

    def share(self, part: float) -> str:
        """A share in per cent, never rounded to a certainty that it is not."""
        text = f"{part:.0%}"
        if 0.0 < part < 0.005:
            text = "<1%"
        elif 0.995 <= part < 1.0 - 1e-9:
            text = ">99%"
        return text.replace("%", f"{_NO_BREAK}%") if self.language == "uk" else text

    def seconds(self, number: float) -> str:
        """Seconds, with their name."""
        return f"{self.whole(number)}{_NO_BREAK}{self.say('unit.s')}"

    def list(self, counts: Mapping[str, int]) -> str:
        """Names with how often each: ``missed 2, killed``."""
        return ", ".join(
            f"{name} ×{self.whole(count)}" if count > 1 else name
            for name, count in counts.items()
        )

    def _of(self, pair: Pair) -> str:
        return pair[LANGUAGES.index(self.language)]

    def _marked(self, text: str) -> str:
        if self.language != "uk":
            return text
        return text.replace(",", _NO_BREAK).replace(".", ",")


def digits_of(number: float) -> int:
    """Decimals that show about three digits."""
    size = abs(number)
    for least, digits in ((99.95, 0), (9.995, 1), (0.05, 2)):
        if size >= least:
            return digits
    return 3 if size > 0.0 else 0


def clock(at_s: float) -> str:
    """Hours, minutes and seconds of the day, UTC."""
    return f"{_utc(at_s):%H:%M:%S}"


def day(at_s: float) -> str:
    """The day, UTC."""
    return f"{_utc(at_s):%Y-%m-%d}"


def _utc(at_s: float) -> datetime:
    try:
        return datetime.fromtimestamp(math.floor(at_s), UTC)
    except (OverflowError, OSError, ValueError):
        # A desk may count from anywhere; what is no time of our calendar is its start.
        return datetime.fromtimestamp(0, UTC)
