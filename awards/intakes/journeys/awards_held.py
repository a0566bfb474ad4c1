"""The award that a line speaks of: the journey's own, or one that the school held before."""

from __future__ import annotations

import datetime as dt

from awards.intakes.journeys.here import Here
from awards.intakes.journeys.steps import LEVELS, is_own_award
from awards.intakes.journeys.wanted import Wanted
from awards.models import Application, Award
from awards.parties import AWARD_BODY
from workflow.journey import Journey


def award_of(wanted: Wanted, application: Application, *, now: dt.datetime) -> Award:
    """As a row that is not saved yet."""
    return _filled(
        Award(
            subject=application.subject,
            run=application.run if is_own_award(wanted.state) else None,
            journey_code=wanted.journey.code,
            decided_by=_decider(wanted.journey),
        ),
        wanted,
        now=now,
    )


def change_award(wanted: Wanted, here: Here, *, now: dt.datetime) -> None:
    """Put right the award that a list gave, or add the one that it gives now.

    That of the journey itself stays what it is once it was decided here.
    """
    known = here.award
    if known is None or (known.run_id is None and is_own_award(wanted.state)):
        fresh = award_of(wanted, here.application, now=now)
        same_day = Award.objects.filter(
            subject=fresh.subject, journey_code=fresh.journey_code, awarded_on=fresh.awarded_on
        ).first()
        if same_day is not None:
            fresh.pk = same_day.pk
        fresh.save()
    else:
        _filled(known, wanted, now=now).save()


def follow_step(wanted: Wanted, here: Here) -> None:
    """An award is the journey's own as long as the journey stands at its award."""
    if not is_own_award(wanted.state):
        Award.objects.filter(run=here.run).update(run=None)


def _filled(award: Award, wanted: Wanted, *, now: dt.datetime) -> Award:
    level, on, until = wanted.values["level"], wanted.day("awarded_on"), wanted.day("expires_on")
    if on is None or until is None:
        raise ValueError("A line with a level has both days: it was read so.")
    award.level_code, award.level = level, LEVELS[level]
    award.awarded_on, award.expires_on = on, until
    award.reference = wanted.values["award_reference"]
    award.recorded_at = now
    return award


def _decider(journey: type[Journey]) -> str:
    owner = journey.settings.get("decision_by")
    return Award.AWARD_BODY if owner is not None and owner.value is AWARD_BODY else Award.OFFICE
