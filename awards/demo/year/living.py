"""The year is lived: day by day the clock ticks, and on some days people do something, by the same ways as always."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from awards.chasing.answers import ask_for_more_time, be_quiet_until
from awards.demo.people import Cast
from awards.demo.year.scenes import BEGINS, SCENES, Scene, on
from awards.demo.year.schools import lead_of, lines_of, schools_of
from awards.intakes import handling
from awards.intakes.journeys.starting import start_writing
from awards.intakes.registry import kind_of
from awards.intakes.tables import csv_lines
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Application, Attendee, Contact, ContactLog, Intake
from awards.queries import bookings_of
from awards.services.contact_log import log_contact
from awards.services.development import Coming, book, offer_day, record_attendance
from workflow.clock import tick
from workflow.models import Job, Run
from workflow.queries import stopped_addresses
from workflow.queue import perform
from workflow.services import advance, extend_many, pause_many
from workflow.stops import MERGE, stop_mail

DAY = dt.timedelta(days=1)
OUTAGE = (
    "02-26",
    "02-27",
    "02-28",
    "03-01",
    "03-02",
)  # five days, three of them school days, without the clock


@dataclass
class Year:
    """The school year that begins in September of ``number``, and who plays the office."""

    number: int
    cast: Cast
    scenes: Sequence[Scene] = SCENES

    def on(self, day: str) -> dt.date:
        return on(day, year=self.number)

    def applications(self, code: str) -> list[Application]:
        """A scene's, in the order of its schools."""
        urns = schools_of(code, tuple(self.scenes))
        found = Application.objects.filter(
            subject__school__urns__entry__in=urns, run__journey_code=Artsmark2018.code
        ).select_related("run", "subject")
        return list(found.order_by("subject__school__urns__entry"))

    def runs(self, code: str) -> list[Run]:
        return [application.run for application in self.applications(code)]

    def leads(self, code: str) -> list[Contact]:
        """The parts of those who lead a scene's schools."""
        applications = self.applications(code)
        found = Contact.objects.filter(application__in=applications, role=Contact.LEAD, until=None)
        return list(found.select_related("person", "application__run", "application__subject").order_by("pk"))


def live_last_year(cast: Cast, *, tell: Callable[[str], None]) -> None:
    """The last whole school year and what there is of this one, up to yesterday; once."""
    today = timezone.localdate()
    year = Year(today.year - (1 if (today.month, today.day) >= BEGINS else 2), cast)
    if year.applications("silent"):
        return
    tell(f"Six hundred schools live through the year that began in September {year.number}")
    live(year, through=today - DAY)


def live(year: Year, *, through: dt.date, outage: Collection[str] = OUTAGE) -> None:
    """Bring the schools in on 1 September, and let every day come, to a last one."""
    begins = year.on("09-01")
    _bring_in(year, now=_at(begins, 8))
    acts = {year.on(day): act for day, act in ACTS}
    silent = {year.on(day) for day in outage}
    day = begins
    while day <= through:
        if day.day == 2:  # noqa: PLR2004 - once a month, and on the day after the beginning
            _let_the_planner_know()
        if act := acts.get(day):
            act(year, _at(day, 9))
        if day not in silent:
            tick(now=_at(day, 10))
            _do_what_is_daily()
        day += DAY


def _let_the_planner_know() -> None:
    """What the database does by itself within minutes: here a year passes in less."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _do_what_is_daily() -> None:
    """Here and now, so that each day is over before the next."""
    for what in ("daily:", "term-question:"):
        jobs = Job.objects.filter(key__startswith=what, status=Job.QUEUED)
        for pk in jobs.order_by("pk").values_list("pk", flat=True):
            perform(pk)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _bring_in(year: Year, *, now: dt.datetime) -> None:
    lines = list(
        lines_of(
            year=year.number,
            edition=Artsmark2018.edition,
            officer=year.cast.officer.email,
            scenes=tuple(year.scenes),
        )
    )
    headings = list(dict.fromkeys(heading for line in lines for heading in line))
    rows = [[line.get(heading, "") for heading in headings] for line in lines]
    content = "".join(csv_lines(headings, rows)).encode()
    officer = year.cast.officer
    intake = handling.hand_in(
        kind_of(Intake.JOURNEYS), content, file_name="schools-of-the-year.csv", by=officer, now=now
    )
    seen = handling.examine(intake, now=now)
    if left := handling.left_in(seen):
        raise RuntimeError(f"{len(left)} schools of the year stay out: {next(iter(left.values()))}")
    handling.confirm(intake, digest=seen.digest, by=officer, now=now, at_once=True)
    start_writing(Intake.objects.get(pk=intake.pk), by=officer, send_held=False, now=now)


# ------------------------------------------------------------------------------------------- what people do


def _books(year: Year, now: dt.datetime) -> None:
    """Each brings two to one of the days, in November."""
    starts = _at(year.on("11-13"), 9)
    leads = year.leads("books")
    for begin in range(0, len(leads), 20):
        day = offer_day(
            place="The Old Foundry",
            address="",
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=6),
            capacity=40,
        )
        for lead in leads[begin : begin + 20]:
            coming = [
                Coming(lead.person.name, lead.person.email, Attendee.TEACHER),
                Coming("Jo Ellis", "", Attendee.SENIOR_LEADER),
            ]
            book(lead.application, day=day, coming=coming, by=lead.person, now=now)


def _come(year: Year, now: dt.datetime) -> None:
    for application in year.applications("books"):
        (booking,) = bookings_of(application)
        everybody = {attendee.pk: True for attendee in booking.attendees.all()}
        record_attendance(booking, attended=everybody, by=year.cast.officer, now=now)


def _no_mail_arrives(year: Year, now: dt.datetime) -> None:
    (scene,) = [scene for scene in year.scenes if scene.code == "bounced"]
    addresses = {lead_of(scene, place) for place in range(scene.number)}
    for address in sorted(addresses - stopped_addresses(addresses)):
        stop_mail(why="came-back", words="Mail came back.", by=None, now=now, address=address)


def _ask_for_time(year: Year, now: dt.datetime) -> None:
    for lead in year.leads("asks"):
        wanted = year.on("12-19") + dt.timedelta(weeks=4)
        ask_for_more_time(
            lead, wanted_on=wanted, reason="workload", words="The day in January suits us.", now=now
        )


def _ask_for_quiet(year: Year, now: dt.datetime) -> None:
    for lead in year.leads("quiet"):
        be_quiet_until(lead, day=year.on("12-16"), words="", now=now)


def _pause(year: Year, now: dt.datetime) -> None:
    pause_many(
        year.runs("paused"), reason="inspection", actor=year.cast.officer, now=now, note="Inspected this term.",
        until=year.on("02-23"),
    )  # fmt: skip


def _withdraw(year: Year, now: dt.datetime) -> None:
    for lead in year.leads("withdrawn"):
        advance(lead.application.run, Artsmark2018.withdraw, actor=lead.person, now=now, note="Another year.")


def _ring(year: Year, now: dt.datetime) -> None:
    for application in year.applications("silent"):
        log_contact(
            application, kind=ContactLog.CALL, line="They will come in spring.", by=year.cast.officer, now=now
        )


def _extend(year: Year, now: dt.datetime) -> None:
    extend_many(
        year.runs("extended"), to=year.on("06-30"), reason="staff-absence", actor=year.cast.officer, now=now,
        note="Agreed with the network.",
    )  # fmt: skip


def _hold(year: Year, now: dt.datetime) -> None:
    area = next(scene.area for scene in year.scenes if scene.code == "held")
    stop_mail(
        why="flood", words="Schools of this area are flooded.", by=year.cast.officer, now=now, area=area,
        through=year.on("03-17"), then=MERGE,
    )  # fmt: skip


Act = Callable[[Year, dt.datetime], None]
ACTS: tuple[tuple[str, Act], ...] = (
    ("09-15", _no_mail_arrives),
    ("10-06", _books),
    ("11-14", _come),
    ("11-18", _ask_for_quiet),
    ("12-13", _ask_for_time),
    ("01-12", _pause),
    ("01-15", _withdraw),
    ("01-22", _ring),
    ("02-02", _extend),
    ("03-09", _hold),
)
