"""Which pages are pictured, and what must have happened on them. Read by tests.screens, on a database of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments import services as assessing
from assessments.queries import assessments_in, latest_review_of
from awards.demo import story
from awards.demo.answers import answers_for
from awards.demo.people import PASSWORD, Cast
from awards.models import Contact, Person, RegisterEntry
from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, SELF_ASSESSMENT
from awards.register.eligibility import eligibility
from awards.register.importing import import_register
from awards.services.people import ask_who_leads, invite, propose
from awards.services.people.inviting import PURPOSE as INVITATION
from certificates import files
from certificates.models import Certificate
from documents import services as writing
from documents.queries import signatories_of
from documents.services.signing import PURPOSE
from documents.vocabulary import Form
from tests.processes import wait_until
from workflow.messages import token_for
from workflow.models import Run

REGISTER = Path(__file__).resolve().parents[1] / "awards" / "register" / "data" / "fictional_schools.csv"
NOBODY = ""  # somebody who has not signed in

__all__ = ["NOBODY", "PASSWORD", "Scene", "Shot", "fill", "shots"]


@dataclass(frozen=True)
class Shot:
    """One page, as the person of an e-mail address sees it."""

    name: str
    person: str
    path: str


@dataclass(frozen=True)
class Scene:
    """The demonstration, filled. ``pdf`` is the certificate's file."""

    people: Cast
    awarded: Run
    number: str
    pdf: Path


def fill() -> Scene:
    """Fill an empty database as the demonstration does. Wants a worker."""
    call_command("migrate", verbosity=0, interactive=False)
    import_register(REGISTER, seen_on=timezone.localdate())
    people = story.people_of_the_demo()
    job = story.main_job(people, tell=_tell)
    story.other_schools(people, tell=_tell)
    story.enquiries(people, tell=_tell)
    story.days_on_offer(tell=_tell)
    drawn = Certificate.objects.filter(pk=job.certificate.pk).exclude(sha256="")
    wait_until(drawn.exists, "the certificate")
    certificate = drawn.get()
    return Scene(people, job.run, certificate.number, Path(files.path_of(certificate.sha256)))


def shots(scene: Scene) -> Iterator[Shot]:
    """Every page to take, one after another: what happens between two of them has happened on the second."""
    yield from _of_anybody(scene)
    yield from _of_schools(scene)
    yield from _of_the_office(scene)
    yield from _of_assessors(scene)


def _of_anybody(scene: Scene) -> Iterator[Shot]:
    yield Shot("start", NOBODY, reverse("awards:start"))
    yield Shot("contact", NOBODY, reverse("awards:contact"))
    yield Shot("certificate-find", NOBODY, reverse("certificates:find"))
    yield Shot("certificate-check", NOBODY, reverse("certificates:check", args=[scene.number]))
    yield Shot("certificate-unknown", NOBODY, reverse("certificates:check", args=["WM-2018-000001-AAAAA"]))
    yield Shot("sign-in", NOBODY, reverse("account_login"))
    yield Shot("sign-up", NOBODY, reverse("account_signup"))
    waiting = _enquiry("waiting_for_you")
    yield Shot("enquiry-reply", NOBODY, reverse("awards:enquiry", args=[token_for("enquiry", waiting.pk)]))


def _of_schools(scene: Scene) -> Iterator[Shot]:
    lead = scene.people.leads[0].email
    yield Shot("school-awarded", lead, _run(scene.awarded))
    yield Shot("school-find", lead, reverse("awards:find_school") + "?q=lantern")
    yield Shot("school-register", lead, reverse("awards:register", args=[_free_urn()]))

    registered = _school("registered")
    yield Shot("school-home", _lead(registered), reverse("awards:home"))
    yield Shot("school-registered", _lead(registered), _run(registered))
    yield Shot("school-days", _lead(registered), reverse("awards:days", args=[registered.public_id]))

    attended = _school("day_attended")
    yield Shot("school-day-attended", _lead(attended), _run(attended))
    yield Shot("school-self-assessment", _lead(attended), _section(attended, SELF_ASSESSMENT))
    link = _ask_head(attended, scene.people)
    yield Shot("school-signatures", _lead(attended), _document(attended, COMMITMENT, "sign"))
    yield Shot("sign-a-document", NOBODY, link)

    sent_back = _school("commitment_sent_back")
    yield Shot("school-sent-back", _lead(sent_back), _run(sent_back))
    yield Shot("school-document", _lead(sent_back), _document(sent_back, COMMITMENT, "write"))
    yield Shot("school-check-answers", _lead(sent_back), _document(sent_back, COMMITMENT, "check"))

    delivering = _school("delivering")
    yield Shot("school-delivering", _lead(delivering), _run(delivering))
    yield Shot("school-writing", _lead(delivering), _section(delivering, CASE_STUDY))
    yield from _of_people(scene, delivering)

    no_level = _school("no_level")
    yield Shot("school-no-level", _lead(no_level), _run(no_level))


def _of_people(scene: Scene, run: Run) -> Iterator[Shot]:
    """Somebody is invited, and the lead passes on."""
    lead, now = _lead(run), timezone.now()
    asked = invite(
        run.application,
        role=Contact.SECOND,
        name="Sam Rowan",
        email="sam@school.example",
        by=scene.people.officer,
        now=now,
    )
    yield Shot("invitation", NOBODY, reverse("awards:invitation", args=[token_for(INVITATION, asked.pk)]))
    hand_over = {
        "name": "Nora Bell",
        "email": "nora@school.example",
        "why": "I go to another school at Easter.",
    }
    propose(run.application, **hand_over, by=Person.objects.get(email=lead), now=now)
    for page in ("people", "hand_over", "brief"):
        yield Shot(f"school-{page.replace('_', '-')}", lead, reverse(f"awards:{page}", args=[run.public_id]))
    yield Shot("my-details", lead, reverse("awards:my_details"))
    ask_who_leads(run, why=f"Mail to {lead} came back.", now=now)
    for page in ("hand_over", "who_leads"):
        name = f"office-{page.replace('_', '-')}"
        yield Shot(name, scene.people.officer.email, reverse(f"awards:{page}", args=[run.public_id]))


def _of_the_office(scene: Scene) -> Iterator[Shot]:
    officer = scene.people.officer.email
    yield Shot("office-today", officer, reverse("awards:morning"))
    yield Shot("office-today-manager", scene.people.manager.email, reverse("awards:morning"))
    yield Shot("office-what-would-go", officer, reverse("awards:what_would_go"))
    yield Shot("office-journeys", officer, reverse("awards:board"))
    yield Shot("office-columns", officer, reverse("awards:columns"))
    yield Shot("office-figures", officer, reverse("awards:figures"))
    late = _school("day_attended")
    yield Shot("office-write-to-head", officer, reverse("awards:write_to_head", args=[late.public_id]))

    submitted = _school("commitment_submitted")
    yield Shot("office-journey", officer, _run(submitted))
    yield Shot("office-accept", officer, _take(submitted, "accept_commitment"))
    yield Shot("office-ask", officer, reverse("documents:ask", args=[submitted.public_id]))

    unpaid = _school("case_study_submitted")
    yield Shot("office-not-yet", officer, _run(unpaid))
    yield Shot("office-fee", officer, reverse("awards:fee", args=[unpaid.public_id]))
    yield Shot("office-enquiry", officer, _run(_enquiry("answering")))
    yield Shot("office-development-days", officer, reverse("awards:development_days"))
    yield Shot(
        "office-attendance", officer, reverse("awards:attendance", args=[_school("day_booked").public_id])
    )
    yield Shot("office-assessment", officer, reverse("assessments:office"))
    yield Shot("office-readers", officer, _assessment(_school("in_assessment"), "allocate"))
    yield Shot("office-feedback", officer, _assessment(_school("decided"), "feedback"))
    yield Shot("office-incidents", officer, reverse("awards:incidents"))
    yield from _of_the_offices_lists(scene)


def _of_the_offices_lists(scene: Scene) -> Iterator[Shot]:
    """What lies beside the journeys: money, schools, tables handed in, days, support, calendar."""
    officer = scene.people.officer.email
    for name in ("money", "schools", "support", "calendar"):
        yield Shot(f"office-{name}", officer, reverse(f"awards:{name}"))
    for kind in ("journeys", "bank"):
        yield Shot(f"office-intake-{kind}", officer, reverse("awards:intakes", args=[kind]))


def _of_assessors(scene: Scene) -> Iterator[Shot]:
    first, second, _ = scene.people.readers
    review = latest_review_of(_school("in_assessment"))
    assessing.allocate(review, assessors=[first, second], by=scene.people.officer, now=timezone.now())
    mine = assessments_in(review)[0]
    yield Shot("assessor-pile", first.person.email, reverse("assessments:pile"))
    yield Shot("assessor-reading", first.person.email, reverse("assessments:mark", args=[mine.public_id]))


def _ask_head(run: Run, people: Cast) -> str:
    """Have the lead write and ask for a signature; the path of the link that the head gets."""
    now = timezone.now() - dt.timedelta(hours=1)
    lead = Contact.objects.get(application__run=run, role=Contact.LEAD).person
    for form in (SELF_ASSESSMENT, COMMITMENT):
        document = writing.open_document(run, form=form, now=now)
        given = {name: writing.Given(value) for name, value in answers_for(form).items()}
        writing.save_answers(document, given=given, person=lead, now=now)
    post = signatories_of(run, COMMITMENT)[0].code
    signature = writing.ask_for_signature(
        document, role=post, name="Frances Okoro", email="head@school.example", by=lead, now=now
    )
    return reverse("documents:sign_by_link", args=[token_for(PURPOSE, signature.pk)])


def _school(state: str) -> Run:
    return Run.objects.filter(journey_code="artsmark", state=state).order_by("pk")[0]


def _enquiry(state: str) -> Run:
    return Run.objects.filter(journey_code="enquiry", state=state).order_by("pk")[0]


def _lead(run: Run) -> str:
    return str(Contact.objects.get(application__run=run, role=Contact.LEAD).person.email)


def _free_urn() -> int:
    entries = RegisterEntry.objects.filter(school_urns=None).order_by("urn")
    return int(next(entry.urn for entry in entries if eligibility(entry).may_register))


def _run(run: Run) -> str:
    return reverse("awards:run", args=[run.public_id])


def _take(run: Run, transition: str) -> str:
    return reverse("workflow:take", args=[run.public_id, transition])


def _assessment(run: Run, page: str) -> str:
    return reverse(f"assessments:{page}", args=[run.public_id])


def _document(run: Run, form: type[Form], page: str) -> str:
    return reverse(f"documents:{page}", args=[run.public_id, form.code])


def _section(run: Run, form: type[Form]) -> str:
    return reverse("documents:section", args=[run.public_id, form.code, next(iter(form.sections))])


def _tell(words: str) -> None:
    print(f"· {words}", flush=True)  # noqa: T201 - a command talks to its terminal
