"""A raid for people who read: minutes to go, several units for each track."""

from dataclasses import replace

from tests.desks import QUICK
from tests.pictures import CRUISE, SHAHED, asset, hostile, missile_unit, saturated
from zaslin.domain.picture import Picture

UNHURRIED = replace(QUICK, price_steps=40, commit_horizon_s=900.0)
"""Everything in sight is to be decided on now, though it is launched in minutes."""


def spacious() -> Picture:
    """Twelve tracks still far away, four units that reach them later.

    The radar of the tests reports them where they are, so they never come nearer, and
    a slow machine does not let a launch time pass.
    """
    return replace(
        saturated(),
        tracks=tuple(
            hostile(
                f"T{number:02}",
                east_m=1_500.0 * (number - 6),
                north_m=46_000.0 + 700.0 * (number % 5),
                classes=CRUISE if number % 4 == 0 else SHAHED,
                p_decoy=0.1 * (number % 6),
            )
            for number in range(12)
        ),
        fire_units=tuple(
            missile_unit(f"U{number}", east_m=4_000.0 * (number - 2))
            for number in range(1, 5)
        ),
        assets=(asset("A1"), asset("A2", east_m=6_000.0, value_meur=35.0)),
    )


def duel() -> Picture:
    """One track, and one round for it.

    What the shot averts hangs on no other shot, so it changes with its track alone.
    """
    picture = spacious()
    return replace(
        picture,
        tracks=picture.tracks[1:2],
        fire_units=(missile_unit("U1", rounds=1),),
    )


def choice() -> Picture:
    """Two tracks, and rounds to spare for both at every unit."""
    picture = spacious()
    return replace(picture, tracks=picture.tracks[1:3])
