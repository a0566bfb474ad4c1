"""What else happens when a step is taken: mail, certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from assessments.queries import decisions_of
from assessments.rubric import Level, Rubric
from awards.days.places import ask_to_fill
from awards.models import Application, Award, AwardBodyAct, Booking
from awards.parties import AWARD_BODY
from awards.put_back import take_back
from awards.queries import leads_of
from certificates.queries import current_certificate
from certificates.services import issue
from certificates.words import Words
from workflow import messages
from workflow.journey import Effect, Setting, Step
from workflow.models import Run
from workflow.refusals import NotReady

STATEMENT = "Awarded by {office} under its own in-house edition of the journey."
RECORDS = "Records the award made by the award body. This is not the award body’s own certificate."
ENQUIRY_LINK = "enquiry"  # what the personal link in an enquiry's mails is for


def tell_lead(template: str, *, final: str = "") -> Effect:
    """Mail the lead and the second contact. ``template`` names a file in templates/awards/mails.

    Undone, mail that has not left is recalled, and to those who have it goes another one that says where it stands.
    ``final``: why this mail cannot be taken back.
    """

    def tell(steps: Sequence[Step]) -> None:
        contacts = leads_of([step.run for step in steps])
        letters = [
            _letter(template, step, to=contact.person.email, name=contact.person.name)
            for step in steps
            for contact in contacts.get(step.run.pk, [])
        ]
        _post(letters, steps)

    def tell_back(steps: Sequence[Step]) -> None:
        names = {
            (run_id, contact.person.email.lower()): contact.person.name
            for run_id, contacts in leads_of([step.run for step in steps]).items()
            for contact in contacts
        }
        take_back(steps, template=_file(template), words=_file("put_back"), names=names)

    return Effect(f"tell the lead: {template}", tell, undo=None if final else tell_back, final=final)


def tell_enquirer(template: str) -> Effect:
    """Mail the person who asked, with the note as the text. Undone as in ``tell_lead``."""

    def tell(steps: Sequence[Step]) -> None:
        applications = _applications(steps)
        letters = []
        for step in steps:
            subject = applications[step.run.pk].subject
            link = messages.personal_link("awards:enquiry", ENQUIRY_LINK, step.run.pk)
            letters.append(_letter(template, step, to=subject.enquirer.email, name=subject.name, link=link))
        _post(letters, steps)

    def tell_back(steps: Sequence[Step]) -> None:
        asked = {run_id: row.subject for run_id, row in _applications(steps).items()}
        names = {(run_id, one.enquirer.email.lower()): one.name for run_id, one in asked.items()}
        take_back(steps, template=_file(template), words=_file("enquiry_put_back"), names=names)

    return Effect(f"tell the enquirer: {template}", tell, undo=tell_back)


def hold(*, valid: Setting[int], levels: Rubric) -> Effect:
    """Write down which award the subject holds from the day of the move on, for a number of months.

    The level is the review's; where the award body decides, the ``level`` in the detail of the move. A day that is
    put right takes the award's two dates along.
    """

    def write(steps: Sequence[Step]) -> None:
        applications = _applications(steps)
        reached = _levels(steps, levels)
        earlier = _held_without_run(steps, applications)
        for step in steps:
            subject, on = applications[step.run.pk].subject_id, _day_of(step)
            Award(
                pk=earlier.get((subject, step.run.journey_code, on)),
                run=step.run,
                subject_id=subject,
                journey_code=step.run.journey_code,
                level_code=reached[step.run.pk].code,
                level=reached[step.run.pk].label,
                awarded_on=on,
                expires_on=_until(step, valid),
                decided_by=Award.AWARD_BODY if award_body_decides(step.run) else Award.OFFICE,
                recorded_at=step.now,
            ).save()

    def take_away(steps: Sequence[Step]) -> None:
        Award.objects.filter(run__in=[step.run for step in steps]).delete()

    def follow(steps: Sequence[Step]) -> None:
        for step in steps:
            awards = Award.objects.filter(run=step.run)
            same_day = Award.objects.filter(
                subject__in=awards.values("subject"),
                journey_code=step.run.journey_code,
                awarded_on=_day_of(step),
            )
            if same_day.exclude(run=step.run).exists():
                raise NotReady("It already holds an award of that day. Look at the day again.")
            awards.update(awarded_on=_day_of(step), expires_on=_until(step, valid))

    return Effect("hold the award", write, undo=take_away, corrected=follow)


def certify(*, valid: Setting[int], levels: Rubric) -> Effect:
    """Issue the award's certificate, valid for a number of months; a worker draws it.

    Where the award body decides, ours says that it records its award and is not its certificate.
    """

    def certify_all(steps: Sequence[Step]) -> None:
        applications = _applications(steps)
        reached = _levels(steps, levels)
        for step in steps:
            level = reached[step.run.pk]
            statement = RECORDS if award_body_decides(step.run) else STATEMENT
            words = Words(
                recipient=applications[step.run.pk].subject.name,
                programme=step.run.journey.title,
                level_code=level.code,
                level=level.label,
                awarded_on=_day_of(step),
                valid_to=_until(step, valid),
                statement=statement.format(office=settings.OFFICE_NAME),
                signatory=f"For {settings.OFFICE_NAME}",
            )
            issue(step.run, words=words, actor=step.actor, now=step.now)

    def refuse(steps: Sequence[Step]) -> None:
        for step in steps:
            certificate = current_certificate(step.run)
            if certificate and certificate.says.awarded_on != _day_of(step):
                raise NotReady(
                    f"Certificate {certificate.number} says {date_format(certificate.says.awarded_on, 'j F Y')}, and a"
                    " certificate that is out cannot be replaced yet. So the day of the award stays as it is."
                )

    return Effect(
        "certify",
        certify_all,
        final="The certificate is out and may have been shown to others.",
        corrected=refuse,
    )


def award_body_decides(run: Run) -> bool:
    """Whether the run's edition has the award body decide, so that the office only records it."""
    decides = run.journey.settings.get("decision_by")
    return decides is not None and decides.value is AWARD_BODY


def _levels(steps: Sequence[Step], levels: Rubric) -> Mapping[int, Level]:
    told = {
        step.run.pk: step.record.detail.get("level", "") for step in steps if award_body_decides(step.run)
    }
    if not all(levels.is_level(code) and levels.is_award(code) for code in told.values()):
        names = ", ".join(level.label for level in levels.levels[1:])
        raise NotReady(f"Say which level the award body gave: {names}.")
    decisions = decisions_of([step.run for step in steps if step.run.pk not in told])
    codes = told | {pk: decision.level for pk, decision in decisions.items()}
    return {pk: levels.level(code) for pk, code in codes.items()}


def _held_without_run(
    steps: Sequence[Step], applications: Mapping[int, Application]
) -> Mapping[tuple[int, str, dt.date], int]:
    """Awards that were brought in from elsewhere, without a journey here."""
    subjects = [applications[step.run.pk].subject_id for step in steps]
    rows = Award.objects.filter(subject__in=subjects, run=None)
    return {(row.subject_id, row.journey_code, row.awarded_on): row.pk for row in rows}


def _day_of(step: Step) -> dt.date:
    return timezone.localdate(step.record.happened_at)


def _until(step: Step, valid: Setting[int]) -> dt.date:
    return _day_of(step) + relativedelta(months=valid.of(step.run.journey))


def _nothing(steps: Sequence[Step]) -> None:
    """The act was written down by whoever took the move."""


def _move_acts(steps: Sequence[Step]) -> None:
    for step in steps:
        AwardBodyAct.objects.filter(record=step.record.pk).update(happened_on=_day_of(step))


keep_act_day = Effect("keep the act’s day", _nothing, undo=_nothing, corrected=_move_acts)
"""What the award body did bears the day of the move that it brought, also when that day is put right."""


def _give_up(steps: Sequence[Step]) -> None:
    now = steps[0].now
    places = Booking.objects.filter(
        application__run__in=[step.run for step in steps], given_up_at=None, day__starts_at__gt=now
    )
    days = list(places.filter(waiting_since=None).order_by("day").values_list("day", flat=True).distinct())
    places.update(given_up_at=now)
    for day in days:
        ask_to_fill(day, now=now)


def _take_up_again(steps: Sequence[Step]) -> None:
    given_up: dict[dt.datetime, list[Run]] = {}
    for step in steps:
        given_up.setdefault(step.record.recorded_at, []).append(step.run)
    for moment, runs in given_up.items():
        Booking.objects.filter(application__run__in=runs, given_up_at=moment).update(given_up_at=None)


give_up_places = Effect("give up places", _give_up, undo=_take_up_again)
"""Places on development days to come are free for others again."""


def _applications(steps: Sequence[Step]) -> Mapping[int, Application]:
    rows = Application.objects.filter(run__in=[step.run for step in steps]).select_related(
        "subject", "subject__enquirer"
    )
    return {row.run_id: row for row in rows}


def _letter(template: str, step: Step, *, to: str, name: str, **words: str) -> messages.Letter:
    return messages.Letter(
        _file(template),
        to,
        f"{template}:{step.record.pk}:{to}",
        {**_words(step.run), "name": name, "note": step.note, **words},
        step.run,
    )


def _post(letters: Sequence[messages.Letter], steps: Sequence[Step]) -> None:
    """Those of one step have each a job at once; those of many are handed on together."""
    if len(steps) > 1:
        messages.post_many(letters, now=steps[0].now)
        return
    for letter in letters:
        messages.post(
            letter.template,
            to=letter.to,
            key=letter.key,
            context=letter.context,
            now=steps[0].now,
            run=letter.run,
        )


def _file(name: str) -> str:
    return f"awards/mails/{name}.txt"


def _words(run: Run) -> dict[str, Any]:
    state = run.declared_state
    return {
        "run": run,
        "journey": run.journey,
        "state": state,
        "due_on": run.due_on,
        "bookings": Booking.objects.filter(
            application__run=run, given_up_at=None, waiting_since=None
        ).select_related("day"),
        "officer": settings.OFFICE_NAME,
        "office_telephone": settings.OFFICE_TELEPHONE,
        "office_email": settings.OFFICE_EMAIL,
    }
