"""Greedy rules: one round after the other, never taken back."""

from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.kernel_fill import leaks
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.marginal_return import by_marginal_return, given_out
from zaslin.assignment.wta.reduced import Reduced
from zaslin.assignment.wta.rivals.answer import Answer, Budget, answer_of, reduced_for
from zaslin.assignment.wta.rivals.kernel_regret import regret_fill

_SHARES = (2.0, 1.0, 0.5, 0.0)
"""Of the gain in the key of the regret rule."""


def marginal_return(instance: WtaInstance, budget: Budget) -> Answer:
    """Maximum marginal return: always the round that averts most.

    den Broeder, Ellison and Emerling (Operations Research 7(3), 1959), optimal where
    all weapons are alike.  There is one variant of it; a heap makes it quicker, not
    better.
    """
    reduction = reduced_for(instance, budget)
    return answer_of(instance, reduction, by_marginal_return(reduction.reduced))


def regret(instance: WtaInstance, budget: Budget) -> Answer:
    """Regret: the target first that loses most by getting its second choice.

    The look-ahead of Kline, Ahner and Lunday (Journal of Heuristics 25, 2019), in our
    reading.  The key is regret plus a share of the gain; which share is best depends
    on the family, so four are tried and the best assignment counts.  Regrets are exact
    at every choice: kept from earlier choices they are quicker to have and were up to
    7 % worse.
    """
    reduction = reduced_for(instance, budget)
    return answer_of(instance, reduction, regret_patterns(reduction.reduced))


def regret_patterns(reduced: Reduced) -> Patterns:
    """The best of the regret rule's assignments."""
    tried = [_by_regret(reduced, share) for share in _SHARES]
    return min(tried, key=lambda patterns: leak_of(reduced, patterns))


def leak_of(reduced: Reduced, patterns: Patterns) -> float:
    """What gets through in all."""
    return float(leaks(reduced, patterns).sum())


def _by_regret(reduced: Reduced, share: float) -> Patterns:
    return given_out(
        reduced,
        lambda patterns: regret_fill(reduced, patterns, reduced.rounds.copy(), share),
    )
