"""Takes a school along the Artsmark path by legal moves, each by the person whose move it is, at a time of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from assessments import services as assessing
from assessments.models import Assessor
from assessments.queries import assessments_in, decision_of, latest_review_of
from awards.demo.answers import answers_for
from awards.demo.people import Cast
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Application, Attendee, DevelopmentDay, Person, RegisterEntry
from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, SELF_ASSESSMENT, SELF_ASSESSMENT_NOW
from awards.queries import bookings_of, live_invoice
from awards.rubrics.artsmark_2018 import RUBRIC
from awards.services.development import Coming, book, offer_day, record_attendance
from awards.services.money import owed_on, record_payment
from awards.services.registration import register_school
from documents import services as writing
from documents.content import text_hash
from documents.queries import signatories_of, values_of
from documents.vocabulary import Form
from workflow.journey import Journey, Transition
from workflow.models import Run
from workflow.services import advance

WAY = (
    "registered",
    "day_booked",
    "day_attended",
    "commitment_submitted",
    "delivering",
    "case_study_submitted",
    "in_assessment",
    "decided",
    "awarded",
)
GAPS = (0, 10, 14, 90, 20, 500, 7, 30, 5)  # days from one step to the next
FEEDBACK = (
    "Your Statement of Commitment began with the children, and your Case Study came back to them. Whole-class strings"
    " are the strongest part: you gave the numbers, before and after, and the voices of those who took part.\n\n"
    "What comes next: the youngest classes still have least. Choose one art form for them and plan it as you planned"
    " strings."
)


@dataclass
class Walk:
    """One school on its way. ``clock`` is the present moment of its story; ``level`` what its readers will find."""

    cast: Cast
    entry: RegisterEntry
    lead: Person
    clock: dt.datetime
    level: str = "gold"
    readers_differ: bool = False
    journey: type[Journey] = Artsmark2018
    application: Application | None = None

    @property
    def run(self) -> Run:
        return Run.objects.get(application=self.on)

    @property
    def on(self) -> Application:
        if self.application is None:
            raise RuntimeError("The walk has not begun: its first step registers the school.")
        return self.application

    def to(self, state: str) -> Run:
        """Walk from registration to a state of the way, or to one that leaves it: sent back, withdrawn, closed."""
        end, last_move = SIDEWAYS.get(state, (state, None))
        for place, gap in zip(WAY, GAPS, strict=True):
            self.clock = min(self.clock + dt.timedelta(days=gap), timezone.now())
            STEPS[place](self)
            if place == end:
                break
        if last_move:
            self._take(last_move[0], by=last_move[1](self), note=last_move[2])
        return self.run

    def register(self) -> None:
        self.application = register_school(
            self.entry, journey=self.journey, lead=self.lead, now=self.clock, pupils=214
        )

    def book(self) -> None:
        starts = timezone.localtime(self.clock + dt.timedelta(days=14)).replace(
            hour=9, minute=30, second=0, microsecond=0
        )
        day = _day(starts)
        coming = [
            Coming(self.lead.name, self.lead.email, Attendee.TEACHER),
            Coming("Jo Ellis", "", Attendee.SENIOR_LEADER),
        ]
        book(self.on, day=day, coming=coming, by=self.lead, now=self.clock)

    def attend(self) -> None:
        booking = bookings_of(self.on)[0]
        self.clock = booking.day.ends_at + dt.timedelta(hours=1)
        everybody = {attendee.pk: True for attendee in booking.attendees.all()}
        record_attendance(booking, attended=everybody, by=self.cast.officer, now=self.clock)

    def commit(self) -> None:
        self._write(SELF_ASSESSMENT)
        self._write(COMMITMENT)
        self._have_signed(COMMITMENT)
        self._take(Artsmark2018.submit_commitment, by=self.lead)

    def accept(self) -> None:
        self._take(Artsmark2018.accept_commitment, by=self.cast.officer)

    def report(self) -> None:
        self._write(CASE_STUDY)
        self._write(SELF_ASSESSMENT_NOW)
        self._take(Artsmark2018.submit_case_study, by=self.lead)

    def begin_assessment(self) -> None:
        invoice = live_invoice(self.on)
        if invoice is not None:
            record_payment(
                invoice,
                amount=owed_on(invoice),
                paid_on=timezone.localdate(self.clock),
                reference=f"BACS {invoice.number}",
                by=self.cast.officer,
                now=self.clock,
            )
        self._take(Artsmark2018.begin_assessment, by=self.cast.officer)

    def assess(self) -> None:
        review = latest_review_of(self.run)
        if review is None:
            raise RuntimeError("No review was opened.")
        assessing.allocate(review, assessors=self.cast.readers[:2], by=self.cast.officer, now=self.clock)
        levels = (self.level, "silver" if self.readers_differ else self.level)
        for assessment, level in zip(assessments_in(review), levels, strict=True):
            self._judge(assessment.assessor, assessment, level)
        if self.readers_differ:
            assessing.moderate(
                review,
                level=self.level,
                reason="The evidence behind the first goal carries the higher level.",
                person=self.cast.moderator.person,
                now=self.clock,
            )

    def release(self) -> None:
        decision = decision_of(self.run)
        if decision is None:
            raise RuntimeError("There is no decision to release.")
        assessing.write_feedback(decision, text=FEEDBACK, person=self.cast.officer, now=self.clock)
        move = Artsmark2018.close_without_level if self.level == "below" else Artsmark2018.award
        self._take(move, by=self.cast.officer)

    def _judge(self, assessor: Assessor, assessment: object, level: str) -> None:
        reason = "Named, counted and shown: what was promised, what was done, and what it changed."
        judgement = assessing.Judgement(
            marks={criterion.code: (level, reason) for criterion in RUBRIC.criteria},
            level=level,
            reason=reason,
        )
        assessing.save_marks(assessment, judgement=judgement, person=assessor.person, now=self.clock)  # type: ignore[arg-type] # an assessment
        assessing.finish(assessment, person=assessor.person, now=self.clock)  # type: ignore[arg-type] # as above

    def _write(self, form: type[Form]) -> None:
        document = writing.open_document(self.run, form=form, now=self.clock)
        given = {name: writing.Given(value) for name, value in answers_for(form).items()}
        writing.save_answers(document, given=given, person=self.lead, now=self.clock)

    def _have_signed(self, form: type[Form]) -> None:
        document = writing.open_document(self.run, form=form, now=self.clock)
        names = iter(("Frances Okoro", "Peter Lane"))
        for signatory in signatories_of(self.run, form):
            name = next(names)
            signature = writing.ask_for_signature(
                document,
                role=signatory.code,
                name=name,
                email=f"{signatory.code}{self.on.pk}@school.example",
                by=self.lead,
                now=self.clock,
            )
            writing.sign(signature, name=name, read=text_hash(document, values_of(document)), now=self.clock)

    def _take(self, move: Transition, *, by: Person, note: str = "") -> None:
        advance(self.run, move, actor=by, now=self.clock, note=note)


def _day(starts: dt.datetime) -> DevelopmentDay:
    found = DevelopmentDay.objects.filter(starts_at__date=starts.date()).first()
    return found or offer_day(
        place="The Old Foundry, Wolverhampton",
        address="Canal Street",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=6),
        capacity=60,
    )


STEPS: dict[str, Callable[[Walk], None]] = dict(
    zip(
        WAY,
        (
            Walk.register,
            Walk.book,
            Walk.attend,
            Walk.commit,
            Walk.accept,
            Walk.report,
            Walk.begin_assessment,
            Walk.assess,
            Walk.release,
        ),
        strict=True,
    )
)

_By = Callable[[Walk], Person]
_officer: _By = lambda walk: walk.cast.officer  # noqa: E731 - a name for the table below
_lead: _By = lambda walk: walk.lead  # noqa: E731 - as above
SIDEWAYS: dict[str, tuple[str, tuple[Transition, _By, str] | None]] = {
    "commitment_sent_back": (
        "commitment_submitted",
        (
            Artsmark2018.send_back_commitment,
            _officer,
            "Please say how many children your first goal is about.",
        ),
    ),
    "case_study_sent_back": (
        "case_study_submitted",
        (
            Artsmark2018.send_back_case_study,
            _officer,
            "Please give the number behind the percentage in goal one.",
        ),
    ),
    "withdrawn": (
        "delivering",
        (Artsmark2018.withdraw, _lead, "Our head has left and we cannot go on this year."),
    ),
    "closed": ("day_attended", (Artsmark2018.close, _officer, "The school closed in July.")),
    "no_level": ("awarded", None),
}
