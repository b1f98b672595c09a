"""Sentences and labels of the account: leaks, rounds, bound, people."""

from zaslin.adapters.page.names import Pair

LEAKS: dict[str, Pair] = {
    "leak.title": ("Що прорвалося і чому", "What leaked, and why"),
    "leak.note": (
        (
            "Лише бойові об'єкти; хибних цілей прорвалося {decoys}, збитків від них "
            "немає. "
            "Дійсний стан пункту управління відомий не був."
        ),
        (
            "Armed objects only; {decoys} decoys leaked and did no damage. The desk "
            "did not "
            "know the truth."
        ),
    ),
    "leak.title.desk": (
        "Ворожі цілі, не уражені за доповідями",
        "Hostile tracks not reported killed",
    ),
    "leak.note.desk": (
        (
            "Журнал знає лише те, що знав пункт управління: чи прорвалася ціль, "
            "зникла чи "
            "була хибною, з нього не видно."
        ),
        (
            "The journal holds what the desk knew: whether a track got through, was "
            "lost or "
            "was a decoy cannot be told from it."
        ),
    ),
    "leak.none": ("Нічого не прорвалося.", "Nothing leaked."),
    "leak.none.desk": (
        "Усі ворожі цілі уражено за доповідями.",
        "Every hostile track was reported killed.",
    ),
    "leak.by_reason": ("За причинами", "By reason"),
    "leak.each": ("Кожна ціль", "Each of them"),
    "leak.rest": ("Ще {count}", "{count} more"),
    "leak.col.reason": ("причина", "reason"),
    "leak.col.count": ("цілей", "count"),
    "leak.col.damage": ("збитки, млн €", "damage, M€"),
    "leak.col.share": ("частка збитків", "share of damage"),
    "leak.col.track": ("траса", "track"),
    "leak.col.class": ("клас", "class"),
    "leak.col.asset": ("об'єкт прикриття", "bound for"),
    "leak.col.at": ("час", "at"),
    "leak.col.last": ("востаннє", "last seen"),
    "leak.col.detail": ("подробиці", "details"),
    "leak.no_asset": ("поза об'єктами", "no asset"),
    "leak.no_track": ("без траси", "no track"),
    "cause.unseen": ("не виявлено", "never seen"),
    "cause.unidentified": ("не розпізнано як ворожу", "never identified hostile"),
    "cause.written_off": (
        "помилково вважалася знищеною",
        "written off: reported killed in error",
    ),
    "cause.missed": ("обстріляно, не уражено", "shot at and missed"),
    "cause.unassessed": (
        "обстріляно, результат не встановлено",
        "shot at, result never known",
    ),
    "cause.in_flight": (
        "пуск виконано, результату немає",
        "shot at, no result by the end",
    ),
    "cause.not_launched": (
        "пуск дозволено, але не виконано",
        "authorised, but not launched",
    ),
    "cause.refused": ("відхилено посадовою особою", "refused by people"),
    "cause.not_ordered": (
        "рекомендовано, але рішення не прийнято вчасно",
        "recommended, but not ordered in time",
    ),
    "cause.later": (
        "пуск планувався на потім і не настав",
        "a shot was planned for later and never came due",
    ),
    "cause.no_shot": ("пуск не рекомендовано: {reason}", "no shot: {reason}"),
    "cause.silent": (
        "пуск не рекомендовано; чому — скаже --plans",
        "no shot advised; --plans tells why",
    ),
    "detail.shots": ("дозволено {count}: {outcomes}", "{count} authorised: {outcomes}"),
    "detail.refused": ("відмов {count}", "{count} refusals"),
    "detail.not_launched": ("не виконано — {why}", "not launched — {why}"),
    "detail.expired": ("строк дозволу минув", "its time passed"),
    "detail.identity": ("належність: {identity}", "identity: {identity}"),
    "detail.shown": ("планів з рекомендацією {count}", "recommended in {count} plans"),
    "detail.plans": ("плани без пуску: {reasons}", "plans without a shot: {reasons}"),
}

ROUNDS: dict[str, Pair] = {
    "rounds.title": ("Боєкомплект і його ціна", "Rounds and their price"),
    "rounds.col.type": ("тип", "type"),
    "rounds.col.start": ("на початку", "at start"),
    "rounds.col.in": ("поповнено", "resupplied"),
    "rounds.col.fired": ("витрачено", "spent"),
    "rounds.col.end": ("залишок", "left"),
    "rounds.col.price": ("ціна одного, млн €", "price of one, M€"),
    "rounds.col.money": ("усього, млн €", "in all, M€"),
    "rounds.col.kills": ("уражень", "kills"),
    "rounds.col.per_kill": ("млн € за ураження", "M€ per kill"),
    "rounds.col.averted": ("відвернуто збитків, млн €", "damage averted, M€"),
    "rounds.sum": ("разом", "in all"),
    "rounds.note": (
        (
            "Ураження — за доповідями; відвернуті збитки — дійсні, за знищеними "
            "об'єктами "
            "(хибна ціль нічого не додає)."
        ),
        (
            "Kills as reported; damage averted is the truth, of objects brought down "
            "(a "
            "decoy adds nothing)."
        ),
    ),
    "rounds.note.desk": ("Ураження — за доповідями.", "Kills as reported."),
    "rounds.over_time": ("Залишок за часом", "Rounds left over time"),
    "rounds.alt": ("{name}: залишок за часом", "{name}: rounds left over time"),
}

BOUND: dict[str, Pair] = {
    "bound.title": ("Що ще можна було зберегти", "What could still have been saved"),
    "bound.note": (
        (
            "Нижня межа — очікувані збитки цього нальоту, менших за які не дасть жодна "
            "стратегія. Різниця з дійсними збитками містить і випадок: повторений "
            "наліт "
            "дав би інше число."
        ),
        (
            "The bound is an expectation: no policy expects less damage from this "
            "raid. The "
            "distance of the actual damage from it holds luck as well; flown again, "
            "the "
            "night would come to another figure."
        ),
    ),
    "bound.averted": ("відвернуто", "averted"),
    "bound.could": (
        "можна було зберегти щонайбільше",
        "could have been saved, at most",
    ),
    "bound.lost": ("не зберегла б жодна стратегія", "no policy would have saved"),
    "bound.ratio": (
        "Збитки {leaked} — {ratio} від межі {bound}.",
        "Damage of {leaked} is {ratio} times the bound of {bound}.",
    ),
    "bound.zero": (
        "Межа дорівнює нулю: вона не виключає, що відвернути можна було все.",
        "The bound is zero: it does not exclude that all could have been averted.",
    ),
    "bound.luck": (
        (
            "Збитки {leaked} менші за межу {bound}: цієї ночі пощастило більше, ніж у "
            "середньому може будь-яка стратегія."
        ),
        (
            "Damage of {leaked} is below the bound of {bound}: luckier than any "
            "policy is "
            "on average."
        ),
    ),
    "bound.full": ("за повного знання нальоту", "knowing the whole raid"),
    "bound.forecast": ("за прогнозом", "with the forecast"),
    "bound.chance": ("з урахуванням випадку, оцінка", "seeing chance, estimated"),
    "bound.kinds": ("Межі, млн €", "Bounds, M€"),
    "bound.unknown": (
        "Межу для цієї ночі не обчислено: zaslin simulate … --bound --journal ….",
        (
            "The bound of this night was not computed: zaslin simulate … --bound "
            "--journal …."
        ),
    ),
    "bound.alt": (
        "Збитки: відвернуті, ті, що можна було відвернути, та неминучі",
        "Damage: averted, avertable at most, and unavoidable",
    ),
}

DECISIONS: dict[str, Pair] = {
    "dec.title": ("Рішення і плани", "Decisions and plans"),
    "dec.per_minute": ("Рішень за хвилину", "Decisions a minute"),
    "dec.authorised": ("дозволено", "authorised"),
    "dec.refused": ("відхилено", "refused"),
    "dec.aborted": ("не виконано", "not launched"),
    "dec.expired": ("строк минув", "expired"),
    "dec.waited": ("від показу до рішення", "from screen to decision"),
    "dec.lead": ("від рішення до пуску", "from decision to launch"),
    "dec.within": ("90 % до {most}", "90% within {most}"),
    "dec.busiest": ("найбільше за хвилину", "most in one minute"),
    "dec.plans": ("планів показано", "plans shown"),
    "dec.plans.note": (
        "з {made} складених, знято {withdrawn}",
        "of {made} made, {withdrawn} withdrawn",
    ),
    "dec.dropped": ("рекомендацій знято з екрана", "recommendations dropped"),
    "dec.dropped.note": (
        "до їхнього часу й без рішення",
        "before their time, undecided",
    ),
    "dec.none": ("Рішень не було.", "Nobody decided anything."),
    "dec.alt": ("Рішень за хвилину, за часом", "Decisions a minute over time"),
    "dec.by": ("Хто вирішував", "Who decided"),
    "dec.col.by": ("посадова особа", "person"),
    "dec.why": (
        "Чому дозволені пуски не відбулися",
        "Why authorised shots were not launched",
    ),
    "dec.col.why": ("причина", "reason"),
    "dec.col.count": ("кількість", "count"),
}
