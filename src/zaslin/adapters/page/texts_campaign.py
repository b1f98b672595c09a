"""Sentences and labels of a campaign.  Ukrainian, English."""

from zaslin.adapters.page.names import Pair

CAMPAIGN: dict[str, Pair] = {
    "camp.about": (
        (
            "Сценаріїв {scenarios}, парних прогонів {runs} на стратегію, випадкове "
            "число "
            "дослідження {seed}; еталон: {reference}."
        ),
        (
            "{scenarios} scenarios, {runs} paired runs of every policy, study seed "
            "{seed}; "
            "reference: {reference}."
        ),
    ),
    "camp.how": (
        (
            "Прорив — середні збитки, млн €. ± і вуса — інтервали {confidence} за "
            "Стьюдентом; різниці парні за випадковим числом."
        ),
        (
            "Leaked: mean damage, M€. ± and whiskers are {confidence} intervals by "
            "Student's "
            "t; differences are paired by seed."
        ),
    ),
    "camp.overview": ("Усі сценарії", "All scenarios"),
    "camp.scenario": ("сценарій", "scenario"),
    "camp.policy": ("стратегія", "policy"),
    "camp.leaked": ("прорив, млн €", "leaked, M€"),
    "camp.rival": ("найкращий суперник", "best rival"),
    "camp.rival_leaks": ("його прорив", "it leaks"),
    "camp.to_rival": ("÷ суперник", "÷ rival"),
    "camp.to_bound": ("÷ межа", "÷ bound"),
    "camp.verdict": ("висновок", "verdict"),
    "camp.better": ("краще", "better"),
    "camp.worse": ("гірше", "worse"),
    "camp.open": ("не вирішено", "open"),
    "camp.others": ("інші стратегії", "other policies"),
    "camp.tile.better": ("Еталон кращий", "Reference better"),
    "camp.tile.open": ("Не вирішено", "Open"),
    "camp.tile.worse": ("Еталон гірший", "Reference worse"),
    "camp.tile.note": (
        "сценаріїв із {count}, проти найкращого суперника",
        "scenarios of {count}, against the best rival",
    ),
    "camp.reference": ("еталон", "reference"),
    "camp.difference": ("більше за еталон на", "more than reference"),
    "camp.to_reference": ("÷ еталон", "÷ reference"),
    "camp.leakers": ("прорвалося бойових", "armed leakers"),
    "camp.rounds": ("боєприпасів", "rounds"),
    "camp.rounds_meur": ("на млн €", "for M€"),
    "camp.left": ("залишок", "left"),
    "camp.churn": ("знято рекомендацій", "dropped advice"),
    "camp.per_minute": ("рішень/хв", "decisions/min"),
    "camp.facts": (
        "Об'єктів {objects}; без протидії {undefended}; нижня межа {bound}.",
        "{objects} objects; {undefended} undefended; bound {bound}.",
    ),
    "camp.by_class": ("Прорвалося бойових, за класами", "Armed leakers by class"),
    "camp.by_type": (
        "Витрачено боєприпасів за типами (залишок)",
        "Rounds spent by type (left)",
    ),
    "camp.bound_line": ("нижня межа", "bound"),
    "camp.bars.alt": ("Середній прорив за стратегіями", "Mean leaked value by policy"),
}
