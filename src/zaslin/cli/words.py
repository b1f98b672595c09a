"""Numbers as an operator reads them: countdowns, money, probabilities."""

import math
from datetime import UTC, datetime


def countdown(seconds: float) -> str:
    """Minutes and seconds still to go, rounded down: ``2:05``, ``1:12:30``, ``-0:10``.

    >>> countdown(125.9), countdown(4350.0), countdown(-10.0)
    ('2:05', '1:12:30', '-0:10')
    """
    # A grid time may come out a microsecond early; that is not a second.
    whole = math.floor(abs(seconds) + 1e-6)
    sign = "-" if seconds < 0.0 and whole > 0 else ""
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{sign}{minutes}:{rest:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{rest:02}"


def money(meur: float) -> str:
    """Million euro in a sentence, to three digits or the whole million.

    >>> money(5099.46), money(58.67), money(4.737), money(0.004), money(0.0)
    ('5,099', '58.7', '4.74', '<0.01', '0')
    """
    size = abs(meur)
    if size < 0.005:
        return "<0.01" if size > 1e-6 else "0"
    digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    return f"{meur:,.{digits}f}"


def amount(meur: float, digits: int, sign: str = "") -> str:
    """Million euro in a column, where the decimals stand below each other.

    ``sign="+"`` shows the plus as well.

    >>> amount(58.67, 2), amount(0.004, 2), amount(0.0, 2), amount(1234.0, 1)
    ('58.67', '<0.01', '0.00', '1,234.0')
    >>> amount(4.62, 2, "+"), amount(-0.3, 2, "+"), amount(-0.001, 2, "+")
    ('+4.62', '-0.30', '0.00')
    """
    least = 10.0**-digits
    if abs(meur) < least / 2:
        tiny = not sign and meur > 1e-6
        return f"<{least:.{digits}f}" if tiny else f"{0.0:.{digits}f}"
    return f"{meur:{sign},.{digits}f}"


def percent(p: float) -> str:
    """A probability or a share, never rounded to a certainty that it is not.

    >>> percent(0.6), percent(0.001), percent(0.0), percent(0.999), percent(1.0)
    ('60%', '<1%', '0%', '>99%', '100%')
    """
    if 0.0 < p < 0.005:
        return "<1%"
    if 0.995 <= p < 1.0 - 1e-9:
        return ">99%"
    return f"{p:.0%}"


def percent_range(low: float, high: float) -> str:
    """A probability that is believed to lie between two.

    >>> percent_range(0.55, 0.8), percent_range(0.001, 0.004)
    ('55–80%', '<1%')
    """
    if 0.0 < high < 0.005:
        return "<1%"
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def age(seconds: float) -> str:
    """How old something is, in the unit that a person would use.

    >>> age(75.0), age(7_500.0), age(3_000_000.0)
    ('1:15 min', '2 h', '35 days')
    """
    if seconds < 3600.0:
        return f"{countdown(seconds)} min"
    if seconds < 48 * 3600.0:
        return f"{seconds / 3600.0:.0f} h"
    return f"{seconds / 86_400.0:,.0f} days"


def moment(time_s: float) -> str:
    """A time in UTC, to the second."""
    at = datetime.fromtimestamp(math.floor(time_s), UTC)
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def counted(number: int, noun: str) -> str:
    """A number with its noun in the right form.

    >>> counted(1, "track"), counted(1200, "track")
    ('1 track', '1,200 tracks')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
