"""Every router of a desk."""

from fastapi import APIRouter

from zaslin.api.routes import (
    control,
    decisions,
    desks,
    engagements,
    exercise,
    export,
    identification,
    journal,
    picture,
    plan,
    replay,
    reports,
    stream,
    summary,
    units,
    what_if,
)


def desk_routers() -> list[APIRouter]:
    """The routers of desks, exercises and replays; the first that fits answers."""
    return [
        desks.router,
        reports.router,
        # Before the tracks, whose ids may hold a slash.
        identification.router,
        plan.router,
        picture.router,
        units.router,
        control.router,
        what_if.router,
        decisions.router,
        engagements.router,
        journal.router,
        summary.router,
        export.router,
        stream.router,
        exercise.router,
        replay.router,
    ]
