"""What enumerations of the domain are called on the page: Ukrainian, English."""

Pair = tuple[str, str]
"""The text in Ukrainian and in English."""

CLASS_NAMES: dict[str, Pair] = {
    "class.one_way_attack": ("ударний БпЛА", "one-way attack drone"),
    "class.jet_one_way_attack": ("реактивний ударний БпЛА", "jet one-way attack drone"),
    "class.reconnaissance": ("розвідувальний БпЛА", "reconnaissance drone"),
    "class.cruise_missile": ("крилата ракета", "cruise missile"),
}

KIND_NAMES: dict[str, Pair] = {
    "kind.missile": ("зенітна ракета", "missile"),
    "kind.gun": ("зенітна артилерія", "gun"),
    "kind.interceptor_drone": ("дрон-перехоплювач", "interceptor drone"),
    "kind.electronic_warfare": ("засіб РЕБ", "electronic warfare"),
}

TYPE_NAMES: dict[str, Pair] = {
    "type.electronic_warfare": ("засіб РЕБ", "electronic warfare"),
    "type.interceptor_drone": ("дрон-перехоплювач", "interceptor drone"),
    "type.long_range_missile": ("ракета великої дальності", "long-range missile"),
    "type.man_portable_missile": ("ракета ПЗРК", "man-portable missile"),
    "type.medium_range_missile": ("ракета середньої дальності", "medium-range missile"),
    "type.mobile_gun": ("мобільна вогнева група", "mobile gun"),
    "type.short_range_missile": ("ракета малої дальності", "short-range missile"),
}
"""Interceptor types that are shipped; others go by their own names."""

OUTCOME_NAMES: dict[str, Pair] = {
    "outcome.killed": ("уражено", "killed"),
    "outcome.missed": ("промах", "missed"),
    "outcome.unknown": ("результат не встановлено", "result unknown"),
    "outcome.in_flight": ("у польоті наприкінці", "in flight at the end"),
    "outcome.not_launched": ("дозволено, пуску не було", "authorised, not launched"),
}

IDENTITY_NAMES: dict[str, Pair] = {
    "identity.pending": ("очікує розпізнавання", "pending"),
    "identity.unknown": ("невідома", "unknown"),
    "identity.assumed_friend": ("імовірно своя", "assumed friend"),
    "identity.friend": ("своя", "friend"),
    "identity.neutral": ("нейтральна", "neutral"),
    "identity.suspect": ("підозріла", "suspect"),
    "identity.hostile": ("ворожа", "hostile"),
}

REASON_NAMES: dict[str, Pair] = {
    "reason.friend": ("розпізнано як свою", "identified friend"),
    "reason.assumed_friend": ("вважалася своєю", "assumed friend"),
    "reason.neutral": ("вважалася нейтральною", "neutral"),
    "reason.civil": (
        "вважалася цивільним повітряним судном",
        "taken for civil traffic",
    ),
    "reason.crewed": ("вважалася пілотованою", "taken for a crewed aircraft"),
    "reason.possibly_crewed": ("могла бути пілотованою", "possibly crewed"),
    "reason.identify_pending": ("розпізнавання тривало", "identity pending"),
    "reason.identify_unknown": ("належність не встановлено", "identity unknown"),
    "reason.identify_suspect": (
        "лише підозріла, не розпізнана як ворожа",
        "suspect only, not identified hostile",
    ),
    "reason.no_identification": (
        "немає посадової особи, яка підтвердила належність",
        "no named identification authority",
    ),
    "reason.identification_expired": (
        "строк дії розпізнавання минув",
        "identification had lapsed",
    ),
    "reason.stale": ("дані про ціль застаріли", "track was stale"),
    "reason.weapons_hold": ("вогонь заборонено", "weapons hold"),
    "reason.weapons_tight": (
        "вогонь лише по достовірно розпізнаних цілях",
        "weapons tight, no positive identification",
    ),
    "reason.zone": (
        "кожен пуск перетинав би зону заборони вогню",
        "every shot would cross a no-engagement zone",
    ),
    "reason.forbidden": ("заборонено посадовою особою", "forbidden by a person"),
    "reason.reserve": (
        "решта боєкомплекту — резерв командира",
        "remaining rounds were the commander's reserve",
    ),
    "reason.no_units": ("немає вогневих засобів", "no fire unit"),
    "reason.no_rounds": ("боєкомплект вичерпано", "magazines empty"),
    "reason.no_channel": ("немає вільного цільового каналу", "no fire channel"),
    "reason.no_pk": ("немає засобу, здатного уразити ціль", "no effect on this track"),
    "reason.out_of_reach": (
        "не входила в зону ураження",
        "did not come into range",
    ),
    "reason.altitude": ("поза межами за висотою", "outside the altitude envelope"),
    "reason.horizon": (
        "нижче радіогоризонту або поза дальністю виявлення",
        "below the radar horizon or beyond sensor range",
    ),
    "reason.sector": ("поза сектором стрільби", "outside the sector of fire"),
    "reason.too_late": (
        "вікно пуску закрилося раніше, ніж засіб устиг би",
        "window closed before a unit could react",
    ),
    "reason.beyond_horizon": (
        "вікно пуску за обрієм планування",
        "window beyond the planning horizon",
    ),
    "reason.no_capacity": (
        "боєприпаси або канали потрібніші для інших цілей",
        "rounds or channels did more elsewhere",
    ),
    "reason.not_worth_a_round": (
        "очікувані збитки менші за ціну боєприпасу",
        "expected damage did not pay for a round",
    ),
    "reason.pinned": ("уже обстрілювалася", "already engaged"),
    "reason.order_missed": ("час пуску минув", "its launch time had passed"),
    "reason.measured_after_now": (
        "виміряно «у майбутньому»: годинники розходяться",
        "measured after now: clocks disagree",
    ),
    "reason.other_position": (
        "засіб зайнятий на іншій позиції",
        "its unit was held at another position",
    ),
}

REPORT_NAMES: dict[str, Pair] = {
    "why_not.the track has left the picture": (
        "траса зникла з обстановки",
        "the track had left the picture",
    ),
    "why_not.the crew sees nothing there": (
        "обслуга нічого там не бачить",
        "the crew saw nothing there",
    ),
    "why_not.the unit could not launch": (
        "засіб не зміг виконати пуск",
        "the unit could not launch",
    ),
}
"""What crews of a simulation report; others are told as they were written."""

NAMES: dict[str, Pair] = {
    **CLASS_NAMES,
    **KIND_NAMES,
    **TYPE_NAMES,
    **OUTCOME_NAMES,
    **IDENTITY_NAMES,
    **REASON_NAMES,
    **REPORT_NAMES,
}
