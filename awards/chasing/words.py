"""The fields of Artsmark's reminders: what can still be done, what is left of it, and links to answer by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from awards.chasing.addressees import LEAD, SECOND_CONTACT
from awards.chasing.links import more_time_link, not_now_link, someone_else_link
from awards.journeys.artsmark_rules import Rules2018
from awards.models import Contact
from awards.parties import AWARD_BODY
from awards.queries import leads_of
from workflow.clock import Occasion
from workflow.models import Run
from workflow.queries import open_waivers
from workflow.refusals import facts_of

STILL = {
    "registered": "Places on a development day can still be booked: choose a day, and name the two of you who come.",
    "day_attended": "You can write it a little at a time. What you type is kept, and colleagues can write with you.",
    "commitment_sent_back": "Only the answers that were asked about need another look.",
    "delivering": "You can write it a little at a time, while it is fresh: what you did, for whom, and what it changed.",
    "case_study_sent_back": "Only the answers that were asked about need another look.",
}
AT_SCHOOLS = (LEAD, SECOND_CONTACT)
SENT_ALREADY = " Have you sent it already? Then say so on your page, and we stop asking."


def words_of(occasions: Sequence[Occasion]) -> list[Mapping[str, Any]]:
    """The fields of each reminder to somebody at a school. The number of queries does not grow with the reminders."""
    runs = list({one.run.pk: one.run for one in occasions if one.rung.to in AT_SCHOOLS}.values())
    if not runs:
        return [{} for _ in occasions]
    prefetch_related_objects(runs, "officer")
    contacts = leads_of(runs)
    left = left_to_do(runs)
    return [
        {
            "run": one.run,
            "still": _still(one.run),
            "left": left[one.run.pk],
            "lead": _lead(contacts.get(one.run.pk, ()), besides=one.recipient.person_id),
            "officer": str(one.run.officer or ""),
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
            **_links(contacts.get(one.run.pk, ()), one.recipient.person_id),
        }
        if one.rung.to in AT_SCHOOLS
        else {}
        for one in occasions
    ]


def left_to_do(runs: Iterable[Run]) -> dict[int, list[str]]:
    """By run id, what has to be done in its state and is not. The number of queries does not grow with the runs."""
    runs = list(runs)
    tasks = {
        run.pk: [task for task in run.declared_state.tasks if not task.optional and not task.by_office]
        for run in runs
    }
    facts = facts_of(runs, {task.done for some in tasks.values() for task in some})
    waived = open_waivers(runs)
    return {
        pk: [
            task.label
            for task in some
            if task.done.reasons(facts[pk]) and task.done.code not in waived.get(pk, set())
        ]
        for pk, some in tasks.items()
    }


def _still(run: Run) -> str:
    sends_away = Rules2018.acceptance_by.of(run.journey) == AWARD_BODY
    return STILL.get(run.state, "") + (SENT_ALREADY if sends_away and run.state != "registered" else "")


def _lead(contacts: Sequence[Contact], *, besides: int | None) -> str:
    """Who leads, for somebody who does not."""
    return next(
        (one.person.name for one in contacts if one.role == Contact.LEAD and one.person_id != besides), ""
    )


def _links(contacts: Sequence[Contact], person_id: int | None) -> dict[str, str]:
    theirs = next((one for one in contacts if one.person_id == person_id), None)
    if theirs is None:
        return {"more_time": "", "not_now": "", "someone_else": ""}
    return {
        "more_time": more_time_link(theirs),
        "not_now": not_now_link(theirs),
        "someone_else": someone_else_link(theirs),
    }
