"""A year of six hundred schools, lived by the clock with a moved date: every reminder, deadline and prompt as the tables say.

The terms: 1 September to 19 December, 5 January to 2 April, 20 April to 17 July; half terms 27 to 31 October, 16 to 20
February, 25 to 29 May. The first week of a term is quiet, and so is the week of 11 May for primary schools.
The third weeks, in which leads are asked how it goes, begin on 15 September, 19 January and 5 May (after the bank holiday).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from awards.demo.year import SCENES, Year, live, register_with
from awards.register.importing import import_register
from tests.awards.world import make_world
from tests.workflow.clock.watching import at
from workflow import audit
from workflow.models import ExtensionRequest, Incident, Message, Prompt, TransitionRecord

LEAD, SECOND = "lead", "second"
ASKED_IN_AUTUMN = ("2025-09-15", "term-question", LEAD)  # due on 19 December or later: far off
ASKED_IN_SPRING = ("2026-01-19", "term-question", LEAD)  # only what is due after 16 February
NEW = [("2025-11-14", "ahead", LEAD), ("2025-12-12", "soon", LEAD), ("2026-01-12", "late", LEAD)]
NEW_AND_ASKED = [ASKED_IN_AUTUMN, *NEW]
BOTH = [*NEW, ("2026-01-19", "second-contact", SECOND)]
TWO_YEARS = [ASKED_IN_AUTUMN, ("2025-12-05", "ahead", LEAD)]  # the Case Study is due on 20 March
OUT_OF_TIME = [
    *TWO_YEARS,
    ASKED_IN_SPRING,
    ("2026-03-03", "soon", LEAD),  # its day, 27 February, fell into the outage
    ("2026-03-16", "last-week", LEAD),
    ("2026-03-23", "late", LEAD),
    ("2026-04-27", "second-contact", SECOND),  # after Easter, and its quiet week
]
MAILS = {
    "books": [
        ASKED_IN_AUTUMN,
        ASKED_IN_SPRING,  # their commitment is due on 2 April
        ("2026-03-03", "ahead", LEAD),  # its day fell into the outage
        ("2026-03-26", "soon", LEAD),
        ("2026-04-27", "late", LEAD),
        ("2026-05-05", "second-contact", SECOND),
    ],
    "silent": [ASKED_IN_AUTUMN, *BOTH],
    "alone": [*NEW_AND_ASKED, ("2026-01-19", "second-contact", LEAD)],
    "asks": [
        *NEW_AND_ASKED[:3],
        ("2026-01-12", "soon", LEAD),  # for the new day, 16 January
        ("2026-01-19", "late", LEAD),
        ("2026-02-02", "second-contact", SECOND),
    ],
    "quiet": [ASKED_IN_AUTUMN, NEW[0], ("2025-12-16", "soon", LEAD), NEW[2], BOTH[3]],
    "delivering": OUT_OF_TIME,
    "paused": [
        *TWO_YEARS,
        ("2026-03-26", "soon", LEAD),  # for the new day, 1 May
        ("2026-04-27", "last-week", LEAD),
        ("2026-05-05", "late", LEAD),
        ("2026-05-19", "second-contact", SECOND),
    ],
    "extended": [
        *TWO_YEARS,
        ASKED_IN_SPRING,
        ("2026-03-13", "ahead", LEAD),  # for the new day, 30 June
        ("2026-05-05", "term-question", LEAD),  # due on 30 June: far off
        ("2026-06-09", "soon", LEAD),
        ("2026-06-24", "last-week", LEAD),
        ("2026-07-01", "late", LEAD),
    ],
    "withdrawn": TWO_YEARS,
    "bounced": [(day, rung, SECOND) for day, rung, _ in BOTH],
    "asked": [
        ("2025-09-25", "soon", LEAD),
        ("2025-10-10", "late", LEAD),
        ("2025-10-24", "second-contact", SECOND),
    ],
    "with-us": [],
}
"""By scene, what each of its schools gets."""
TOGETHER = {
    ("trust", "2025-09-15", "term-question", LEAD): 20,
    # By 29 September the weeks of the question are over: the fifth school of each is not asked about.
    ("trust", "2025-09-22", "term-question", LEAD): 20,
    ("held", "2025-09-15", "term-question", LEAD): 20,
    ("held", "2026-01-19", "term-question", LEAD): 20,
    ("trust", "2025-11-14", "ahead", LEAD): 20,  # two a week for each of ten people, who lead five schools
    ("trust", "2025-11-21", "ahead", LEAD): 20,
    ("trust", "2025-11-28", "ahead", LEAD): 10,
    ("trust", "2025-12-12", "soon", LEAD): 20,
    ("trust", "2025-12-19", "soon", LEAD): 20,  # the fifth is passed over: it is late by then
    ("trust", "2026-01-12", "late", LEAD): 20,
    ("trust", "2026-01-19", "second-contact", SECOND): 50,
    ("held", "2025-12-05", "ahead", LEAD): 20,
    ("held", "2026-03-03", "soon", LEAD): 20,
    ("held", "2026-03-16", "last-week", LEAD): 20,  # held, and merged two by two on the 18th
    ("held", "2026-03-18", "merged", LEAD): 10,
    ("held", "2026-03-23", "late", LEAD): 10,  # the other of the two has to wait: it is the third in a week
    ("held", "2026-03-25", "late", LEAD): 10,
    ("held", "2026-04-27", "second-contact", SECOND): 20,
}
PROMPTS = {
    "books": {("2026-05-12", "ring"): 8, ("2026-05-18", "ring"): 32},  # primaries: after their quiet week
    "silent": {("2026-01-30", "ring"): 60},  # somebody rang on the 22nd: five school days of rest
    "alone": {("2026-01-26", "ring"): 40},
    "asks": {("2026-02-09", "ring"): 40},
    "quiet": {("2025-11-18", "not-now"): 40, ("2026-01-26", "ring"): 40},
    "delivering": {("2026-04-28", "ring"): 120},
    "paused": {("2026-06-02", "ring"): 40},
    "bounced": {("2026-01-26", "ring"): 30},
    "trust": {("2026-01-26", "ring"): 50},
    "asked": {("2025-11-07", "ring"): 30},
    "with-us": {("2025-10-15", "outcome-soon"): 30, ("2025-10-22", "tell-school"): 30},
    "held": {("2026-04-28", "ring"): 20},
}
STANDS = {
    "books": ("day_attended", "2026-04-02"),
    "silent": ("registered", "2025-12-19"),
    "alone": ("registered", "2025-12-19"),
    "asks": ("registered", "2026-01-16"),
    "quiet": ("registered", "2025-12-19"),
    "delivering": ("delivering", "2026-03-20"),
    "paused": ("delivering", "2026-05-01"),
    "extended": ("delivering", "2026-06-30"),
    "withdrawn": ("withdrawn", "None"),
    "bounced": ("registered", "2025-12-19"),
    "trust": ("registered", "2025-12-19"),
    "asked": ("commitment_sent_back", "2025-10-09"),
    "with-us": ("case_study_submitted", "2025-11-05"),
    "held": ("delivering", "2026-03-20"),
}


@pytest.fixture
def year(db, tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(register_with())
    world = make_world(at("2025-09-01", 8))
    import_register(path, seen_on=world.now.date())
    lived = Year(2025, world.cast)
    live(lived, through=lived.on("08-31"))
    return lived


def test_year_goes_as_the_tables_say(year):
    """One test, for a year takes its time: mails, people, days, prompts, deadlines, and that nothing broke."""
    every_mail_goes_on_its_day_to_its_person()
    each_school_gets_its_own(year)
    no_reminder_goes_on_a_weekend_or_in_holidays()
    nobody_gets_more_than_two_a_week()
    officers_are_asked_on_their_days(year)
    every_deadline_stands_where_the_tables_put_it(year)
    more_time_was_granted_by_the_rule_and_by_the_office()
    nothing_broke_and_every_history_holds()


def day_of(moment):
    return f"{timezone.localdate(moment):%Y-%m-%d}"


def every_mail_goes_on_its_day_to_its_person():
    sent = Counter(
        (scene_of(mail.to_email), day_of(mail.queued_at), rung_of(mail), role_of(mail.to_email))
        for mail in Message.objects.filter(is_reminder=True)
    )
    numbers = {scene.code: scene.number for scene in SCENES}
    alone = {(code, *one): numbers[code] for code, ones in MAILS.items() for one in ones}

    assert sent == alone | TOGETHER


def each_school_gets_its_own(year):
    """Not one school twice and another never."""
    mails = Message.objects.filter(is_reminder=True).exclude(run=None).values_list("run_id", "key")
    assert max(Counter(mails).values()) == 1
    for scene in SCENES:
        if scene.code in MAILS:
            counts = Counter(
                run_id for run_id, _ in mails if run_id in {run.pk for run in year.runs(scene.code)}
            )
            assert set(counts.values()) <= {len(MAILS[scene.code])}


def no_reminder_goes_on_a_weekend_or_in_holidays():
    days = {timezone.localdate(mail.queued_at) for mail in Message.objects.filter(is_reminder=True)}

    assert [day for day in days if day.weekday() > 4] == []
    assert [day for day in days if dt.date(2025, 12, 20) <= day <= dt.date(2026, 1, 9)] == []


def nobody_gets_more_than_two_a_week():
    mails = Message.objects.filter(is_reminder=True).exclude(state__in=[Message.RECALLED, Message.MERGED])
    had = Counter((mail.to_email, timezone.localdate(mail.queued_at).isocalendar()[:2]) for mail in mails)

    assert max(had.values()) == 2


def officers_are_asked_on_their_days(year):
    asked = Counter()
    by_run = {run.pk: scene.code for scene in SCENES for run in year.runs(scene.code)}
    for prompt in Prompt.objects.filter(run__in=by_run):
        asked[by_run[prompt.run_id], (day_of(prompt.made_at), prompt.code)] += 1

    assert asked == {(code, one): number for code, some in PROMPTS.items() for one, number in some.items()}


def every_deadline_stands_where_the_tables_put_it(year):
    stand = {scene.code: {(run.state, str(run.due_on)) for run in year.runs(scene.code)} for scene in SCENES}

    assert stand == {code: {standing} for code, standing in STANDS.items()}


def more_time_was_granted_by_the_rule_and_by_the_office():
    kinds = Counter(TransitionRecord.objects.values_list("kind", flat=True))

    assert set(ExtensionRequest.objects.values_list("state", "by_rule")) == {("granted", True)}
    assert kinds["extended"] == 40 + 40
    assert (kinds["paused"], kinds["resumed"]) == (40, 40)


def nothing_broke_and_every_history_holds():
    assert list(Incident.objects.values_list("summary", flat=True)) == []
    assert list(audit.breaches()) == []


def scene_of(address):
    return address.partition("@")[2].partition(".")[0]


def role_of(address):
    return address.partition("@")[0].rstrip("0123456789")


def rung_of(mail):
    parts = mail.key.split(":")
    return parts[4] if parts[0] == "reminder" else parts[0]
