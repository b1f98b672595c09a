"""Figures with their intervals, short enough for a table."""

from zaslin.sim.statistics import Estimate

NONE = "–"
_MINUS = "−"


def money(meur: float) -> str:
    """Million euro to three digits or the whole million.

    >>> money(5099.46), money(58.67), money(4.737), money(0.0034), money(0.0)
    ('5,099', '58.7', '4.74', '0.003', '0')
    """
    return _rounded(meur, _digits(abs(meur)))


def plain(number: float) -> str:
    """An average of counts.

    >>> plain(12.0), plain(0.84), plain(3181.9)
    ('12.0', '0.8', '3,182')
    """
    return f"{number:,.0f}" if abs(number) >= 999.5 else f"{number:.1f}"


def seconds(number: float) -> str:
    """Seconds to about three digits."""
    return _rounded(number, _digits(number))


def apart(estimate: Estimate | None, sign: str = "") -> str:
    """A mean with the half width of its interval.

    >>> apart(Estimate(value=45.83, low=-27.8, high=119.46, runs=6), "+")
    '+46 ± 74'
    >>> apart(Estimate(value=1204.2, low=1181.0, high=1227.4, runs=30))
    '1,204 ± 23'
    """
    if estimate is None:
        return NONE
    if estimate.high is None:
        return _rounded(estimate.value, _digits(abs(estimate.value)), sign)
    half = estimate.high - estimate.value
    # Digits that the interval leaves meaningless are not shown.
    digits = _digits(half) if half < 9.95 else 0
    digits = min(digits, _digits(max(abs(estimate.value), half / 10.0)))
    return f"{_rounded(estimate.value, digits, sign)} ± {_rounded(half, digits)}"


def between(estimate: Estimate | None) -> str:
    """A ratio with its interval; open above where the denominator may be zero.

    >>> between(Estimate(value=0.4812, low=0.42, high=0.553, runs=30))
    '0.48 (0.42–0.55)'
    >>> between(Estimate(value=3.2, low=1.9, high=None, runs=30))
    '3.20 (1.90–…)'
    """
    if estimate is None:
        return NONE
    value = quotient(estimate.value)
    if estimate.low is None:
        return value
    high = "…" if estimate.high is None else quotient(estimate.high)
    return f"{value} ({quotient(estimate.low)}–{high})"


def quotient(ratio: float) -> str:
    """A ratio to two decimals, or fewer where it is large."""
    return f"{ratio:.2f}" if ratio < 9.995 else f"{ratio:,.0f}"


def verdict(difference: Estimate | None) -> str:
    """What an interval of "ours less theirs" says of ours; open: either may be."""
    if difference is None or difference.low is None or difference.high is None:
        return ""
    if difference.high < 0.0:
        return "better"
    if difference.low > 0.0:
        return "worse"
    return "open"


def _digits(size: float) -> int:
    """Decimals that show about three digits."""
    for least, digits in ((99.95, 0), (9.995, 1), (0.05, 2)):
        if size >= least:
            return digits
    return 3 if size > 0.0 else 0


def _rounded(number: float, digits: int, sign: str = "") -> str:
    text = f"{number:{sign},.{digits}f}"
    # No figure is "-0".
    if float(text.replace(",", "")) == 0.0:
        return text.lstrip("+-")
    return text.replace("-", _MINUS)
