"""Sentences and labels of a night: map, course, shots.  Ukrainian, English."""

from zaslin.adapters.page.names import Pair

PAGE: dict[str, Pair] = {
    "title.night": ("Аналіз відбиття нальоту", "After-action report"),
    "title.campaign": ("Порівняння стратегій", "Policies compared"),
    "badge.notional": ("УМОВНІ ДАНІ", "NOTIONAL DATA"),
    "badge.simulated": ("МОДЕЛЮВАННЯ", "SIMULATED"),
    "badge.truth": ("МОДЕЛЮВАННЯ: ДІЙСНИЙ СТАН", "SIMULATION: TRUTH"),
    "badge.desk": ("ЛИШЕ ВІДОМЕ ПУНКТУ УПРАВЛІННЯ", "ONLY WHAT THE DESK KNEW"),
    "about.scenario": ("сценарій", "scenario"),
    "about.policy": ("стратегія", "policy"),
    "about.seed": ("випадкове число", "seed"),
    "unit.meur": ("млн €", "M€"),
    "unit.s": ("с", "s"),
    "unit.km": ("км", "km"),
    "note.notional": (
        "Усі позиції, кількості й ціни умовні.",
        "Every position, count and price is notional.",
    ),
    "note.times": ("Час — UTC.", "Times are UTC."),
    "note.more": ("і ще {count}", "and {count} more"),
    "nav.map": ("Карта", "Map"),
    "nav.raid": ("Перебіг", "Course"),
    "nav.timeline": ("Пуски", "Shots"),
    "nav.leaks": ("Прориви", "Leaks"),
    "nav.rounds": ("Боєкомплект", "Rounds"),
    "nav.bound": ("Межа", "Bound"),
    "nav.decisions": ("Рішення", "Decisions"),
}

HEADLINE: dict[str, Pair] = {
    "head.came": ("Налетіло", "Came"),
    "head.came.note": (
        "бойових {real}, хибних цілей {decoys}",
        "{real} armed, {decoys} decoys",
    ),
    "head.stopped": ("Знищено", "Stopped"),
    "head.stopped.note": (
        "бойових {real}, хибних цілей {decoys}",
        "{real} armed, {decoys} decoys",
    ),
    "head.leaked": ("Прорвалося", "Leaked"),
    "head.leaked.note": (
        "бойових {real}, хибних цілей {decoys}; у повітрі {airborne}",
        "{real} armed, {decoys} decoys; {airborne} in the air",
    ),
    "head.damage": ("Збитки, млн €", "Damage, M€"),
    "head.damage.note": (
        "{share} від {undefended} без протидії; уламки {debris}",
        "{share} of {undefended} if undefended; debris {debris}",
    ),
    "head.rounds": ("Витрачено боєприпасів", "Rounds spent"),
    "head.rounds.note": (
        "на {money}; пусків {fired}, уражень за доповідями {killed}",
        "for {money}; {fired} launches, {killed} reported kills",
    ),
    "head.bound": ("Нижня межа збитків, млн €", "Bound on damage, M€"),
    "head.bound.note": (
        "менших збитків у середньому не дасть жодна стратегія",
        "no policy expects less damage from this raid",
    ),
    "head.bound.unknown": (
        "не обчислено: zaslin simulate --bound",
        "not computed: zaslin simulate --bound",
    ),
    "head.tracks": ("Траси в обстановці", "Tracks in the picture"),
    "head.tracks.note": (
        "з них ворожі {hostile}, інші {other}",
        "{hostile} hostile, {other} others",
    ),
    "head.killed": ("Уражено за доповідями", "Reported killed"),
    "head.killed.note": (
        "уражень {killed}, промахів {missed}, не встановлено {unknown}",
        "{killed} kills, {missed} misses, {unknown} unknown",
    ),
    "head.gone": ("Ворожі, не уражені", "Hostile, not reported killed"),
    "head.gone.note": (
        "чи прорвалися вони, пункт управління не знає",
        "whether they got through, the desk cannot know",
    ),
}

MAP: dict[str, Pair] = {
    "map.title": ("Наліт на карті", "The raid on a map"),
    "map.note": (
        (
            "Шляхи — як їх бачив пункт управління. Сітка — відстань у кілометрах від "
            "{latitude}° пн. ш., {longitude}° сх. д."
        ),
        (
            "Paths as the desk saw them. The grid is in kilometres from {latitude}° N, "
            "{longitude}° E."
        ),
    ),
    "map.layer.paths": ("траси", "tracks"),
    "map.layer.other": ("інші траси", "other tracks"),
    "map.layer.shots": ("перехоплення", "intercepts"),
    "map.layer.units": ("вогневі засоби", "fire units"),
    "map.layer.assets": ("об'єкти прикриття", "defended assets"),
    "map.leaked": ("прорвалася", "leaked"),
    "map.decoy_leaked": ("прорвалася хибна ціль", "decoy, leaked"),
    "map.down": ("знищена", "stopped"),
    "map.airborne": ("у повітрі наприкінці", "in the air at the end"),
    "map.unseen": ("не виявлена (дійсний шлях)", "never seen (true way)"),
    "map.other": ("інша траса (не наліт)", "other track (not the raid)"),
    "map.gone": ("ворожа, зникла не уражена", "hostile, vanished, not reported killed"),
    "map.killed": ("уражено", "killed"),
    "map.missed": ("промах", "missed"),
    "map.end": ("місце прориву", "where it got through"),
    "map.fired": ("суцільний знак — засіб, що вів вогонь", "solid: unit that fired"),
    "map.asset": (
        "об'єкт прикриття, площа — за цінністю",
        "defended asset, area by value",
    ),
    "map.asset.tip": ("{name}: цінність {value}", "{name}: value {value}"),
    "map.unit.tip": (
        "{name}: {kinds}; пусків {fired}, уражень {killed}",
        "{name}: {kinds}; {fired} launches, {killed} kills",
    ),
    "map.track.tip": ("{name}: {what}, {ending}", "{name}: {what}, {ending}"),
    "map.alt": (
        "Карта нальоту: траси, вогневі засоби, об'єкти прикриття, перехоплення",
        "Map of the raid: tracks, fire units, assets, intercepts",
    ),
}

COURSE: dict[str, Pair] = {
    "course.title": ("Перебіг нальоту", "The course of the raid"),
    "course.note": (
        "Наростаючим підсумком.",
        "Running totals.",
    ),
    "course.seen": ("виявлено", "seen"),
    "course.down": ("знищено", "stopped"),
    "course.through": ("прорвалося", "leaked"),
    "course.killed": ("уражено за доповідями", "reported killed"),
    "course.hostile": ("розпізнано ворожими", "identified hostile"),
    "course.alt": (
        "Скільки об'єктів виявлено, знищено, прорвалося, за часом",
        "How many objects were seen, stopped and leaked over time",
    ),
}

TIMELINE: dict[str, Pair] = {
    "time.title": ("Вікна і пуски", "Windows and shots"),
    "time.note": (
        (
            "Рядок — вогневий засіб, найзавантаженіші зверху. Світла смуга — вікно "
            "пуску в "
            "останньому плані з цією рекомендацією, тонка риска — від рішення до "
            "пуску, "
            "стовпчик — від пуску до оцінки результату."
        ),
        (
            "One row per fire unit, the busiest first. Pale band: the launch window "
            "in the "
            "last plan with this recommendation; thin line: decision to launch; bar: "
            "launch "
            "to assessment."
        ),
    ),
    "time.note.bare": (
        (
            "Рядок — вогневий засіб, найзавантаженіші зверху. Тонка риска — від "
            "рішення до "
            "пуску, стовпчик — від пуску до оцінки результату."
        ),
        (
            "One row per fire unit, the busiest first. Thin line: decision to launch; "
            "bar: "
            "launch to assessment."
        ),
    ),
    "time.window": ("вікно пуску", "launch window"),
    "time.row.tip": (
        "дозволено {shots}, пусків {fired}, уражень {killed}",
        "{shots} authorised, {fired} launched, {killed} killed",
    ),
    "time.more": (
        "і ще {count} засобів, дозволених пусків {shots}",
        "and {count} more units, {shots} authorised shots",
    ),
    "time.idle": (
        "Засобів без жодного дозволеного пуску: {count}.",
        "Units without any authorised shot: {count}.",
    ),
    "time.shot.tip": (
        "{track} ← {kind} ×{rounds}, пуск {launch}: {outcome}",
        "{track} ← {kind} ×{rounds}, launch {launch}: {outcome}",
    ),
    "time.none": ("Жодного пуску не дозволено.", "No shot was authorised."),
    "time.alt": ("Пуски за вогневими засобами", "Shots by fire unit"),
}
