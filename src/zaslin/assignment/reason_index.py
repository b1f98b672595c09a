"""Reason codes as small integers, for the kernels' reason matrix."""

from zaslin.domain.reason import ReasonCode

REASONS = (None, *ReasonCode)
"""Reason by index; 0 means "no reason against it"."""

REASON_INDEX = {code: index for index, code in enumerate(REASONS) if code is not None}
