"""How a live desk works: its rhythm, its limits, and what counts as too old."""

from dataclasses import dataclass

from zaslin.domain.accept import accept_range


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveParams:
    """Rhythm and limits of a live desk.

    ``look_s``: how often those who look on are told what is new.
    ``cycle_s``: how often reports go into the journal and a plan may be asked for.
    ``deadline_s``: by when a plan must be there after it was asked for.
    ``patience_s``: a question that is not answered for so long is given up.
    ``plan_late_s``: by how much the next plan may be late before that is told.
    ``silent_s``: how long a feed may say nothing; if none says anything for so long
    while there are tracks, the picture is stale.
    ``drop_after_s``: a track that nobody has measured for so long is dropped.
    ``ahead_s``: a report measured more than this in the future is turned away.
    ``behind_s``: so is one that was measured longer ago than this.
    ``skew_s``: clock of a feed that is ahead by more than this is told.
    ``late_s``: so is a feed whose quickest reports take longer than this.
    ``fastest_mps``: a track that seems to have moved faster than this has jumped.
    ``told_s``: how long what happened once (shedding, a jump) is told.
    ``stuck_s``: how long a stage may show no sign of life.
    ``retry_s``: how often a lost journal is tried again.
    ``low_space_share``, ``low_space_mb``: with less than both free, the volume of the
    journal fills up, and that is told.
    ``most_waiting``: reports that wait of one source; ``most_in_a_cycle`` are those
    that go into the journal at once; ``most_sources`` may report.
    ``most_known``: tracks whose last place the mailbox remembers.
    ``most_commands``: commands that wait for the desk at once.
    ``history``: versions of the board back to which a difference can be told.
    """

    look_s: float = 0.2
    cycle_s: float = 1.0
    deadline_s: float = 1.0
    patience_s: float = 5.0
    plan_late_s: float = 3.0
    silent_s: float = 15.0
    drop_after_s: float = 300.0
    ahead_s: float = 5.0
    behind_s: float = 300.0
    skew_s: float = 1.0
    late_s: float = 10.0
    fastest_mps: float = 1_000.0
    told_s: float = 30.0
    stuck_s: float = 3.0
    retry_s: float = 1.0
    low_space_share: float = 0.1
    low_space_mb: float = 10_000.0
    most_waiting: int = 5_000
    most_in_a_cycle: int = 5_000
    most_sources: int = 64
    most_known: int = 20_000
    most_commands: int = 1_000
    history: int = 512

    def __post_init__(self) -> None:
        accept_range("look_s", self.look_s, 0.01, 10.0)
        accept_range("cycle_s", self.cycle_s, self.look_s, 60.0)
        accept_range("deadline_s", self.deadline_s, 0.05, 60.0)
        accept_range("patience_s", self.patience_s, self.deadline_s, 3600.0)
        accept_range("plan_late_s", self.plan_late_s, 0.0, 3600.0)
        accept_range("silent_s", self.silent_s, self.cycle_s, 3600.0)
        accept_range("drop_after_s", self.drop_after_s, self.silent_s, 86_400.0)
        accept_range("ahead_s", self.ahead_s, 0.0, 60.0)
        accept_range("behind_s", self.behind_s, self.ahead_s, 86_400.0)
        accept_range("skew_s", self.skew_s, 0.0, 60.0)
        accept_range("late_s", self.late_s, 0.0, 3600.0)
        accept_range("fastest_mps", self.fastest_mps, 10.0, 10_000.0)
        accept_range("told_s", self.told_s, 0.0, 3600.0)
        accept_range("stuck_s", self.stuck_s, 10.0 * self.look_s, 600.0)
        accept_range("retry_s", self.retry_s, 0.0, 60.0)
        accept_range("low_space_share", self.low_space_share, 0.0, 1.0)
        accept_range("low_space_mb", self.low_space_mb, 0.0, 1e9)
        accept_range("most_waiting", self.most_waiting, 1, 100_000)
        accept_range("most_in_a_cycle", self.most_in_a_cycle, 1, 100_000)
        accept_range("most_sources", self.most_sources, 1, 10_000)
        accept_range("most_known", self.most_known, 1, 1_000_000)
        accept_range("most_commands", self.most_commands, 1, 100_000)
        accept_range("history", self.history, 1, 100_000)
