"""What else happens when a step is taken: mail, certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from assessments.queries import decisions_of
from awards.models import Application, Booking, Contact
from certificates.services import issue
from certificates.words import Words
from workflow import messages
from workflow.journey import Effect, Setting, Step
from workflow.models import Run

STATEMENT = "Awarded by {office} under its own in-house edition of the journey."
ENQUIRY_LINK = "enquiry"  # what the personal link in an enquiry's mails is for


def tell_lead(template: str) -> Effect:
    """Mail the lead and the second contact. ``template`` names a file in templates/awards/mails."""

    def tell(steps: Sequence[Step]) -> None:
        contacts = _contacts(steps)
        for step in steps:
            for contact in contacts.get(step.run.pk, []):
                _post(template, step, to=contact.person.email, name=contact.person.name)

    return Effect(f"tell the lead: {template}", tell, final="A mail about it has gone to the school.")


def tell_enquirer(template: str) -> Effect:
    """Mail the person who asked, with the note as the text."""

    def tell(steps: Sequence[Step]) -> None:
        applications = _applications(steps)
        for step in steps:
            subject = applications[step.run.pk].subject
            link = messages.personal_link("awards:enquiry", ENQUIRY_LINK, step.run.pk)
            _post(template, step, to=subject.enquirer.email, name=subject.name, link=link)

    return Effect(
        f"tell the enquirer: {template}", tell, final="A mail about it has gone to the person who asked."
    )


def certify(*, valid: Setting[int]) -> Effect:
    """Issue the award's certificate, valid for a number of months; a worker draws it."""

    def certify_all(steps: Sequence[Step]) -> None:
        applications = _applications(steps)
        decisions = decisions_of([step.run for step in steps])
        for step in steps:
            decision = decisions[step.run.pk]
            awarded_on = timezone.localdate(step.record.happened_at)
            words = Words(
                recipient=applications[step.run.pk].subject.name,
                programme=step.run.journey.title,
                level_code=decision.level,
                level=decision.review.rubric.level(decision.level).label,
                awarded_on=awarded_on,
                valid_to=awarded_on + relativedelta(months=valid.value),
                statement=STATEMENT.format(office=settings.OFFICE_NAME),
                signatory=f"For {settings.OFFICE_NAME}",
            )
            issue(step.run, words=words, actor=step.actor, now=step.now)

    return Effect("certify", certify_all, final="The certificate is out and may have been shown to others.")


def _give_up(steps: Sequence[Step]) -> None:
    for step in steps:
        Booking.objects.filter(
            application__run=step.run, given_up_at=None, day__starts_at__gt=step.now
        ).update(given_up_at=step.now)


def _take_up_again(steps: Sequence[Step]) -> None:
    for step in steps:
        Booking.objects.filter(application__run=step.run, given_up_at=step.record.recorded_at).update(
            given_up_at=None
        )


give_up_places = Effect("give up places", _give_up, undo=_take_up_again)
"""Places on development days to come are free for others again."""


def _applications(steps: Sequence[Step]) -> Mapping[int, Application]:
    rows = Application.objects.filter(run__in=[step.run for step in steps]).select_related(
        "subject", "subject__enquirer"
    )
    return {row.run_id: row for row in rows}


def _contacts(steps: Sequence[Step]) -> Mapping[int, list[Contact]]:
    rows = (
        Contact.objects.filter(
            application__run__in=[step.run for step in steps],
            role__in=[Contact.LEAD, Contact.SECOND],
            until=None,
            person__is_active=True,
        )
        .select_related("person", "application")
        .order_by("pk")
    )
    found: dict[int, list[Contact]] = {}
    for row in rows:
        found.setdefault(row.application.run_id, []).append(row)
    return found


def _post(template: str, step: Step, *, to: str, name: str, **words: str) -> None:
    messages.post(
        f"awards/mails/{template}.txt",
        to=to,
        key=f"{template}:{step.record.pk}:{to}",
        context={**_words(step.run), "name": name, "note": step.note, **words},
        now=step.now,
        run=step.run,
    )


def _words(run: Run) -> dict[str, Any]:
    state = run.declared_state
    return {
        "run": run,
        "journey": run.journey,
        "state": state,
        "due_on": run.due_on,
        "bookings": Booking.objects.filter(application__run=run, given_up_at=None).select_related("day"),
        "officer": settings.OFFICE_NAME,
        "office_telephone": settings.OFFICE_TELEPHONE,
        "office_email": settings.OFFICE_EMAIL,
    }
