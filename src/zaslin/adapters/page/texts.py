"""Every sentence and label of the page in one table: Ukrainian, English."""

from zaslin.adapters.page.names import NAMES, Pair
from zaslin.adapters.page.texts_account import BOUND, DECISIONS, LEAKS, ROUNDS
from zaslin.adapters.page.texts_campaign import CAMPAIGN
from zaslin.adapters.page.texts_night import COURSE, HEADLINE, MAP, PAGE, TIMELINE

TEXTS: dict[str, Pair] = {
    **NAMES,
    **PAGE,
    **HEADLINE,
    **MAP,
    **COURSE,
    **TIMELINE,
    **LEAKS,
    **ROUNDS,
    **BOUND,
    **DECISIONS,
    **CAMPAIGN,
}
"""All of them by key."""
