"""What the demonstration sets up: one school at the end of its path, others in every state, and some enquiries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from awards.demo.answers import scraps
from awards.demo.people import Cast, cast
from awards.demo.walk import Walk
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.enquiry import Enquiry
from awards.models import Person, RegisterEntry
from awards.register.eligibility import eligibility
from awards.services.development import offer_day, upcoming_and_past
from awards.services.enquiries import ask, reply
from certificates.models import Certificate
from certificates.queries import current_certificate
from documents.services import keep_scrap
from workflow.journey import Transition
from workflow.models import Run
from workflow.services import advance, reassign_many

Tell = Callable[[str], None]
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class MainJob:
    """The school that walked the whole path."""

    run: Run
    certificate: Certificate


def main_job(people: Cast, *, tell: Tell) -> MainJob:
    """Take one school from registration to its award, or find the one that was taken before."""
    run = Run.objects.filter(
        journey_code=Artsmark2018.code, application__contacts__person=people.leads[0]
    ).first()
    if run is None:
        entry = _schools(1)[0]
        tell(f"{entry.name} walks the whole path, on the edition {Artsmark2018.edition}")
        run = Walk(people, entry, people.leads[0], clock=timezone.now() - 2 * YEAR, level="gold").to(
            "awarded"
        )
    certificate = current_certificate(run)
    if certificate is None:
        raise RuntimeError(f"{run.label} has no certificate: look at the incidents.")
    return MainJob(run, certificate)


def other_schools(people: Cast, *, tell: Tell) -> None:
    """Leave a school standing in every state, once. The officer looks after those that are still on their way."""
    wanted = [(state, "gold") for state in _states_to_show()] + [
        ("awarded", "silver"),
        ("awarded", "platinum"),
    ]
    leads = people.leads[1:]
    if Run.objects.filter(application__contacts__person=leads[0]).exists():
        return
    entries = _schools(len(wanted))
    for place, ((state, level), entry) in enumerate(zip(wanted, entries, strict=False)):
        tell(f"{entry.name}: {Artsmark2018.states[state].label}")
        run = Walk(
            people,
            entry,
            leads[place % len(leads)],
            clock=timezone.now() - _story_length(state),
            level="below" if state == "no_level" else level,
            readers_differ=level == "platinum",
        ).to(state)
        if state == "delivering":
            _keep_scraps(run, leads[place % len(leads)])
    hers = Run.objects.filter(journey_code=Artsmark2018.code, finished_at=None).order_by("pk")
    reassign_many(list(hers), officer=people.officer, actor=people.manager, now=timezone.now())


def _keep_scraps(run: Run, lead: Person) -> None:
    now = timezone.now()
    for happening in scraps(timezone.localdate(now)):
        keep_scrap(run, happening, key=uuid.uuid4(), by=lead, now=now)


def enquiries(people: Cast, *, tell: Tell) -> None:
    """Leave an enquiry in every state, once."""
    if Run.objects.filter(journey_code=Enquiry.code).exists():
        return
    begin = timezone.now() - dt.timedelta(days=6)
    tell("Six people ask the office something")
    for name, moves in _ENQUIRIES.items():
        run = ask(
            {**_QUESTION, "name": name, "email": f"{name.split()[0].lower()}@people.example"}, now=begin
        )
        for move, note in moves:
            if move is Enquiry.reply:
                reply(run, text=note, now=begin)
            else:
                advance(run, move, actor=people.officer, now=begin, note=note)


def days_on_offer(*, tell: Tell) -> None:
    """Two development days that can be booked."""
    now = timezone.now()
    if any(not day.is_over for day in upcoming_and_past(now=now)):  # type: ignore[attr-defined] # annotated
        return
    tell("Two development days go on offer")
    for weeks, place in ((4, "The Old Foundry, Wolverhampton"), (7, "Glasshouse Arts Centre, Stourbridge")):
        starts = timezone.localtime(now + dt.timedelta(weeks=weeks)).replace(
            hour=9, minute=30, second=0, microsecond=0
        )
        offer_day(
            place=place, address="", starts_at=starts, ends_at=starts + dt.timedelta(hours=6), capacity=24
        )


def people_of_the_demo() -> Cast:
    return cast(today=timezone.localdate())


def _states_to_show() -> list[str]:
    return [name for name in Artsmark2018.states if name != "awarded"]


def _story_length(state: str) -> dt.timedelta:
    long_ago = Artsmark2018.states[state].phase.value in ("deciding", "achieved", "ended")
    return dt.timedelta(days=740) if long_ago else dt.timedelta(days=190 if state != "registered" else 40)


def _schools(number: int) -> list[RegisterEntry]:
    """Schools of the register that may take part and are not on the path yet."""
    entries = RegisterEntry.objects.filter(school_urns=None).order_by("urn").iterator(chunk_size=200)
    found = []
    for entry in entries:
        if eligibility(entry).may_register:
            found.append(entry)
        if len(found) == number:
            break
    return found


_QUESTION = {
    "organisation": "",
    "about": "artsmark",
    "message": "We are a small rural school. Can we take part together with the school in the next village?",
}
_ENQUIRIES: dict[str, list[tuple[Transition, str]]] = {
    "Carol Winter": [],
    "Bilal Hussain": [(Enquiry.take_on, "")],
    "Sian Prosser": [(Enquiry.ask_back, "How many pupils have the two schools?")],
    "Tessa Lowe": [
        (Enquiry.ask_back, "Is your setting in the national register?"),
        (Enquiry.reply, "Yes, since last year."),
        (Enquiry.answer, "Then you can register like any other school. The link is on our start page."),
    ],
    "Ken Abbott": [(Enquiry.hand_over, "Artsmark: find your school and register it. We ring you next week.")],
    "Buy Cheap Paint": [(Enquiry.close, "An advertisement.")],
}
