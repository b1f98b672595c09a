"""Why a person's decision is not entered; nothing has changed then."""

from zaslin.domain.decision import Decision

Param = str | float | int
"""A figure or a name that a refusal is about."""


class DecisionRefusedError(Exception):
    """The decision does not fit what is shown, or what is there; nothing changed.

    ``code`` says why in one stable word and ``params`` what it is about, for those
    who say it in their own language.
    """

    def __init__(self, text: str, code: str = "refused", **params: Param) -> None:
        super().__init__(text)
        self.code = code
        self.params = params


class PlanMovedOnError(DecisionRefusedError):
    """The plan moved on, and the line is not there as it was seen.

    ``revision`` is that of the plan shown now (None: no plan is shown); ``became``
    says what became of the line: ``no_plan``, ``gone``, ``changed`` or ``outdated``.
    """

    def __init__(self, text: str, *, revision: int | None, became: str) -> None:
        super().__init__(text, "plan_moved_on", became=became)
        self.revision = revision
        self.became = became


class AlreadyDecidedError(DecisionRefusedError):
    """Somebody has decided on the line already, or nominated it.

    ``decision`` is the one that stands: who, when and what.
    """

    def __init__(
        self, text: str, decision: Decision | None, code: str = "already_decided"
    ) -> None:
        super().__init__(text, code)
        self.decision = decision


class NeedsSecondPersonError(DecisionRefusedError):
    """Two people have to sign this; ``why`` says by which rule."""

    def __init__(self, text: str, why: str, code: str, **params: Param) -> None:
        super().__init__(text, code, **params)
        self.why = why
