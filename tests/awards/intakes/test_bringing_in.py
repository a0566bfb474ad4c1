"""Schools that are under way come in from the office's own list."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.intakes import handling
from awards.intakes.handling import NoLongerOpen, OthersMeanwhile
from awards.intakes.journeys.exporting import HEADINGS, exported_lines
from awards.intakes.journeys.starting import AlreadyStarted, start_writing, what_starting_does
from awards.intakes.registry import LEAVE_OUT
from awards.intakes.tables import csv_lines
from awards.models import Application, Award, Contact, Intake, Invitation, Person, SchoolUrn, Subject
from awards.services.people.leads import take_the_lead
from tests.awards.lists import examined, fates, handed_in, line, taken_in
from tests.awards.world import World, entry_of
from tests.factories.people import OfficerFactory, PersonFactory
from tests.factories.subjects import SchoolFactory
from workflow.audit import breaches
from workflow.calendar import Calendar
from workflow.models import Job, Message, Run, TransitionRecord
from workflow.queue import perform
from workflow.services import advance


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)


def taken(world: World, *lines: dict[str, str], content: bytes = b"") -> Intake:
    return taken_in(*lines, by=world.officer, now=world.now, content=content)


def looked_at(world: World, *lines: dict[str, str], content: bytes = b""):
    return examined(handed_in(*lines, by=world.officer, now=world.now, content=content), now=world.now)


def exported() -> bytes:
    return "".join(csv_lines(HEADINGS, exported_lines())).encode()


def test_school_stands_midway_with_its_people_award_and_days(world):
    entry = entry_of("Cherry Bough Primary School", pupils=214)
    officer = OfficerFactory().person
    taken(
        world,
        line(
            URN=str(entry.urn),
            Second_contact_name="Sol Second",
            Second_contact_email="SOL@school.example",
            Award_level="Silver",
            Awarded_on="1 July 2022",
            Award_reference="AM-17",
            Officer=officer.email,
        ),
    )

    application = Application.objects.select_related("run", "subject").get()
    run = application.run
    assert (run.state, run.edition, run.label) == ("delivering", "2018-in-house", entry.name)
    assert (run.entered_at.date(), run.started_at.date()) == (dt.date(2025, 6, 1), dt.date(2025, 1, 12))
    assert (run.due_on, run.officer) == (dt.date(2027, 6, 2), officer)
    assert [record.kind for record in run.records.all()] == [TransitionRecord.BROUGHT_IN]
    assert (application.pupils, SchoolUrn.objects.get().entry) == (214, entry)
    assert {(it.role, it.person.email, it.person.name) for it in application.contacts.all()} == {
        (Contact.LEAD, "lena@school.example", "Lena Lead"),
        (Contact.SECOND, "sol@school.example", "Sol Second"),
    }
    assert not Person.objects.get(email="lena@school.example").has_usable_password()
    award = Award.objects.get()
    assert (award.run, award.level, award.awarded_on, award.expires_on, award.reference) == (
        None,
        "Silver",
        dt.date(2022, 7, 1),
        dt.date(2024, 7, 1),
        "AM-17",
    )
    assert list(breaches()) == []


def test_every_due_date_has_its_reason(world):
    entries = [entry_of() for _ in range(4)]
    steps = [
        {
            "Step reached": "Day attended",
            "Day attended": "3 March 2026",
            "SoC submitted": "",
            "SoC accepted": "",
        },
        {},
        {"Due date agreed": "1/9/2027"},
        {"SoC accepted": ""},
    ]
    examination = looked_at(
        world,
        *(
            line(URN=str(entry.urn)) | {"Lead email": ""} | {"Lead name": ""} | step
            for entry, step in zip(entries, steps, strict=True)
        ),
    )

    assert [dict(row.facts)["Due"] for row in examination.rows] == [
        "17 July 2026, because the Statement of Commitment is due within one term of the day, and the day was on 3 March 2026",
        "2 June 2027, because the Case Study is due within two years of acceptance, and it was accepted on 2 June 2025",
        "1 September 2027, as agreed",
        "no date, because it is not known when the step began",
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Edition": "2031"}, "We know no edition “2031”."),
        ({"Edition": ""}, "The line does not say which edition the school is on."),
        ({"Step_reached": "Rehearsing"}, "We know no step “Rehearsing” in Artsmark."),
        ({"Step_reached": "Day booked", "Day_attended": "", "SoC_submitted": "", "SoC_accepted": ""}, "cannot be brought in at “Day booked”"),
        ({"SoC_accepted": "1 April 2026"}, "1 April 2026 lies in the future"),
        ({"Day_attended": "3 March 2024"}, "“Day attended” (3 March 2024) comes before “Registered” (12 January 2025)"),
        ({"Case_Study_submitted": "1/2/2026"}, "It is at “Delivering”, but “Case Study submitted” says 1 February 2026."),
        ({"Registered": "13/25/2018"}, "Registered: “13/25/2018”: there is no such day."),
        ({"Lead_email": "lena at school"}, "Lead email: “lena at school” is not an email address."),
        ({"Lead_email": ""}, "Lena Lead has no email address"),
        ({"Second_contact_email": "lena@school.example"}, "Lead and second contact have the same email address"),
        ({"Award_level": "Bronze", "Awarded_on": "1/7/2022"}, "We know no level “Bronze”."),
        ({"Award_level": "Gold"}, "It says Gold, but not when that was awarded."),
        ({"Awarded_on": "1/7/2022"}, "does not say which level"),
        ({"Officer": "nobody@office.example"}, "Nobody at the office signs in as nobody@office.example."),
        ({"URN": "12"}, "“12” is not a URN."),
        ({"URN": "199999"}, "There is no school with the URN 199999"),
    ],
)  # fmt: skip
def test_line_that_cannot_be_taken_in_says_why(world, cells, sentence):
    entry = entry_of()

    (row,) = looked_at(world, line(URN=str(entry.urn)) | line(**({"URN": str(entry.urn)} | cells))).rows

    assert (row.fate, sentence in row.sentence) == ("rejected", True), row.sentence


def test_two_lines_about_one_school_wait_for_an_answer(world):
    entry = entry_of("Elm Lane School", postcode="B1 1AA")
    lines = [line(URN=str(entry.urn)), line(School_name="Elm Lane School", Postcode="b11aa")]
    intake = handed_in(*lines, by=world.officer, now=world.now)

    examination = examined(intake, now=world.now)
    assert fates(examination) == ["doubtful", "doubtful"]
    assert examination.rows[0].sentence.startswith("Lines 2 and 3 are about the same school.")

    handling.choose(intake, {"2": LEAVE_OUT})
    assert fates(examined(intake, now=world.now)) == ["left_out", "new"]


def test_doubt_is_answered_with_one_of_the_schools_or_by_leaving_it_out(world):
    one, other = entry_of("Ash School", town="Dudley"), entry_of("Ash School", town="Walsall")
    intake = handed_in(line(School_name="Ash School"), by=world.officer, now=world.now)
    (row,) = examined(intake, now=world.now).rows
    assert [choice.value for choice in row.choices] == [str(one.urn), str(other.urn)]

    handling.choose(intake, {"2": "123456"})
    assert fates(examined(intake, now=world.now)) == ["doubtful"]
    handling.choose(intake, {"2": str(other.urn)})
    examination = examined(intake, now=world.now)
    assert fates(examination) == ["new"]
    handling.confirm(intake, digest=examination.digest, by=world.officer, now=world.now)

    assert SchoolUrn.objects.get().entry == other


def test_what_is_taken_in_is_what_was_seen(world):
    entry = entry_of()
    intake = handed_in(line(URN=str(entry.urn)), by=world.officer, now=world.now)
    seen = examined(intake, now=world.now).digest
    world.registered(entry)

    with pytest.raises(OthersMeanwhile, match="look again"):
        handling.confirm(intake, digest=seen, by=world.officer, now=world.now)

    assert (Intake.objects.get().state, Run.objects.count()) == (Intake.READ, 1)


def test_list_is_taken_in_once(world):
    intake = taken(world, line(URN=str(entry_of().urn)))

    with pytest.raises(NoLongerOpen):
        handling.confirm(intake, digest=intake.examined, by=world.officer, now=world.now)

    assert Run.objects.count() == 1


def test_number_of_statements_does_not_grow_with_the_lines(world):
    def cost(number: int) -> tuple[int, int]:
        lines = [
            line(URN=str(entry_of().urn), Lead_email=f"lead{i}-{number}@school.example", Award_level="Gold", Awarded_on="1/7/2022")
            for i in range(number)
        ]  # fmt: skip
        intake = handed_in(*lines, by=world.officer, now=world.now)
        with CaptureQueriesContext(connection) as looking:
            digest = examined(intake, now=world.now).digest
        with CaptureQueriesContext(connection) as taking:
            handling.confirm(intake, digest=digest, by=world.officer, now=world.now)
        return len(looking), len(taking)

    assert cost(2) == cost(40)


def test_the_same_list_again_changes_nothing(world):
    lines = [
        line(URN=str(entry_of().urn)),
        line(URN=str(entry_of().urn), Award_level="Gold", Awarded_on="1/7/2022"),
    ]
    taken(world, *lines)

    examination = looked_at(world, *lines)
    assert (fates(examination), examination.has_work) == (["unchanged", "unchanged"], False)


def test_a_changed_list_changes_only_what_changed(world):
    entry, same = entry_of(), entry_of()
    before = line(URN=str(entry.urn), Award_level="Silver", Awarded_on="1/7/2022")
    taken(world, before, line(URN=str(same.urn)))
    after = before | {
        "Step reached": "Case Study submitted",
        "Case Study submitted": "2 February 2026",
        "Lead name": "Nia New",
        "Lead email": "nia@school.example",
        "Award level": "Gold",
    }

    (row, _) = looked_at(world, after, line(URN=str(same.urn))).rows
    assert row.sentences == (
        "Step reached: Case Study submitted, was Delivering.",
        "Case Study submitted: 2 February 2026.",
        "Lead email: nia@school.example, was lena@school.example.",
        "Award level: Gold, was Silver.",
    )
    taken(world, after, line(URN=str(same.urn)))

    run = Run.objects.get(application__subject__school__urns__entry=entry)
    assert (run.state, run.due_on, run.seq) == (
        "case_study_submitted",
        row.here.run.journey.states["case_study_submitted"].due.on(dt.date(2026, 2, 2), calendar=Calendar()),
        3,
    )
    leads = Contact.objects.filter(application__run=run, role=Contact.LEAD, until=None)
    assert [contact.person.email for contact in leads] == ["nia@school.example"]
    assert Award.objects.get().level == "Gold"
    assert Run.objects.get(application__subject__school__urns__entry=same).seq == 1
    assert list(breaches()) == []


def test_what_moved_on_here_stays(world):
    entry = entry_of()
    given = line(URN=str(entry.urn))
    taken(world, given)
    run = Run.objects.get()
    advance(
        run,
        run.journey.transitions["withdraw"],
        actor=world.officer,
        now=world.now,
        note="It closes its doors.",
    )
    nia = PersonFactory(email="nia@school.example")
    take_the_lead(Application.objects.get(), person=nia, by=world.officer, now=world.now)

    (row,) = looked_at(world, given).rows
    assert (row.fate, row.sentences) == (
        "unchanged",
        (
            "Lead email: was changed here since, and stays “nia@school.example”.",
            (
                "Its journey ended here on 10 March 2026 as “Withdrawn”. "
                "If it has begun a new one, give the day on which it registered."
            ),
        ),
    )


def test_school_that_registered_itself_keeps_what_is_here(world):
    entry = entry_of("Ash School")
    edition = world.registered(entry).run.edition

    (row,) = looked_at(world, line(URN=str(entry.urn), Edition=edition)).rows
    assert (row.fate, row.sentence) == (
        "rejected",
        "Ash School registered here itself on 10 March 2026, so nothing of it is taken from a list.",
    )


def test_long_list_is_taken_in_by_the_queue_and_says_what_became_of_it(world):
    entries = [entry_of() for _ in range(3)]
    many = [line(URN=str(entry.urn)) for entry in entries] + [line(URN="12")] * handling.AT_ONCE
    intake = taken(world, *many)
    again = handed_in(*many, by=world.officer, now=world.now)
    handling.confirm(again, digest=examined(again, now=world.now).digest, by=world.officer, now=world.now)
    assert (Run.objects.count(), intake.state) == (0, Intake.CONFIRMED)

    for job in Job.objects.order_by("pk"):
        perform(job.pk)

    first, second = Intake.objects.order_by("pk")
    assert (first.state, first.outcome["new"], len(first.outcome["left"])) == (
        Intake.DONE,
        3,
        handling.AT_ONCE,
    )
    assert (second.state, Run.objects.count()) == (Intake.FAILED, 3)
    assert second.outcome["refused"][0].endswith("Nothing was taken in: look again.")
    handling.look_again(second, by=world.officer, now=world.now)
    assert examined(second, now=world.now).counts["unchanged"] == 3


def test_whole_office_goes_out_and_comes_back_unchanged(world):
    """Brought in, registered here, ended, with awards, and a name that looks like a formula."""
    entries = [entry_of("=Formula School"), entry_of(), entry_of(), entry_of()]
    taken(
        world,
        line(URN=str(entries[0].urn), Award_level="Silver", Awarded_on="1/7/2022", Due_date_agreed="1/9/2027"),
        line(URN=str(entries[1].urn), Edition="2019-recorded", Step_reached="Awarded", SoC_accepted="", Award_level="Platinum", Awarded_on="1/7/2025"),
        line(URN=str(entries[2].urn), Step_reached="Commitment sent back", SoC_accepted="", Lead_name="'Lena", Lead_email="l2@school.example"),
    )  # fmt: skip
    world.registered(entries[3])
    withdrawn = world.registered()
    advance(
        withdrawn.run,
        withdrawn.run.journey.transitions["withdraw"],
        actor=world.officer,
        now=world.now,
        note="No time this year.",
    )

    examination = looked_at(world, content=exported())
    assert fates(examination) == ["unchanged"] * 5
    assert [row.sentence for row in examination.rows] == [""] * 5


def test_nobody_is_written_to_before_the_office_says_start(world):
    intake = taken(
        world, line(URN=str(entry_of().urn)), line(URN=str(entry_of().urn), Lead_name="", Lead_email="")
    )
    run = Run.objects.get(application__contacts__person__email="lena@school.example")
    advance(run, run.journey.transitions["withdraw"], actor=world.officer, now=world.now, note="It closes.")
    assert [message.state for message in Message.objects.all()] == [Message.HELD]

    start = what_starting_does(intake)
    assert (start.schools, start.people, start.held, len(start.without_lead)) == (2, 0, 1, 1)
    start_writing(intake, by=world.officer, send_held=False, now=world.now)

    assert [message.state for message in Message.objects.all()] == [Message.DROPPED]
    with pytest.raises(AlreadyStarted):
        start_writing(intake, by=world.officer, send_held=False, now=world.now)


def test_starting_invites_lead_and_second_contact(world):
    intake = taken(world, line(URN=str(entry_of().urn), Second_contact_email="sol@school.example"))
    start_writing(intake, by=world.officer, send_held=False, now=world.now)

    assert {(it.role, it.email) for it in Invitation.objects.all()} == {
        (Contact.LEAD, "lena@school.example"),
        (Contact.SECOND, "sol@school.example"),
    }
    assert {(message.to_email, message.state) for message in Message.objects.all()} == {
        ("lena@school.example", Message.QUEUED),
        ("sol@school.example", Message.QUEUED),
    }


def test_account_that_a_stranger_made_with_a_leads_address_loses_its_password(world):
    stranger = PersonFactory(email="lena@school.example")
    taken(world, line(URN=str(entry_of().urn)))

    stranger.refresh_from_db()
    assert (stranger.has_usable_password(), Contact.objects.get().person) == (False, stranger)


def test_setting_without_urn_comes_in_by_our_code(world):
    school = SchoolFactory(local_code="YOT-1")
    headings = ["Local code", "Edition", "Step reached"]
    taken(world, content="".join(csv_lines(headings, [["YOT-1", "2018-in-house", "Registered"]])).encode())

    assert (Application.objects.get().subject, Subject.objects.count()) == (school.subject, 1)


def test_answer_to_a_doubt_is_given_again_to_the_next_list(world):
    entry = entry_of("Ash School", town="Dudley")
    given = line(School_name="Ash School")
    intake = handed_in(given, by=world.officer, now=world.now)
    handling.choose(intake, {"2": str(entry.urn)})
    handling.confirm(intake, digest=examined(intake, now=world.now).digest, by=world.officer, now=world.now)

    assert fates(looked_at(world, given, line(URN="12"))) == ["unchanged", "rejected"]
