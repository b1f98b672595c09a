"""Values, bounds and gaps as text."""

import math


def exact(value: float) -> str:
    """A value with six decimals, unless it has none or those would hide it.

    >>> exact(123.8384579), exact(0.00001234), exact(5521.0), exact(math.inf)
    ('123.838458', '1.234e-05', '5,521', 'none')
    """
    if not math.isfinite(value):
        return "none"
    if value.is_integer():
        return f"{value:,.0f}"
    return f"{value:,.6f}" if abs(value) >= 1e-3 else f"{value:.4g}"


def relative_gap(value: float, bound: float) -> str:
    """(value − bound) / value in per cent.

    >>> relative_gap(100.0, 99.0), relative_gap(1.0, 1.0 - 2e-9)
    ('1.00%', '2e-07%')
    >>> relative_gap(1.0, 1.0), relative_gap(1.0, -math.inf)
    ('0%', 'unknown')
    """
    if not (math.isfinite(value) and math.isfinite(bound)):
        return "unknown"
    if value <= bound:
        return "0%"
    share = 100.0 * (value - bound) / value
    return f"{share:.2f}%" if share >= 0.01 else f"{share:.1g}%"
