"""Why a person's decision is not entered; nothing has changed then."""

from zaslin.domain.decision import Decision


class DecisionRefusedError(Exception):
    """The decision does not fit what is shown, or what is there; nothing changed."""


class PlanMovedOnError(DecisionRefusedError):
    """The plan moved on, and the line is not there as it was seen.

    ``revision`` is that of the plan shown now (None: no plan is shown), ``became``
    says what became of the line.
    """

    def __init__(self, text: str, *, revision: int | None, became: str) -> None:
        super().__init__(text)
        self.revision = revision
        self.became = became


class AlreadyDecidedError(DecisionRefusedError):
    """Somebody has decided on the line already.

    ``decision`` is the one that stands: who, when and what.
    """

    def __init__(self, text: str, decision: Decision | None) -> None:
        super().__init__(text)
        self.decision = decision


class NeedsSecondPersonError(DecisionRefusedError):
    """Two people have to sign this; ``why`` says by which rule."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text)
        self.why = why
