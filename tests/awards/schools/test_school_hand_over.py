"""A school's journeys and award go on with the school that follows it."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.demo.answers import answers_for
from awards.models import Application, Award, Contact, Invitation, Invoice, Item, SchoolUrn
from awards.papers.artsmark_2018 import COMMITMENT, SELF_ASSESSMENT
from awards.services.registration import CannotRegister, school_of
from awards.services.schools import CannotHandOver, hand_over, plan_hand_over
from documents import services as writing
from documents.content import text_hash
from documents.models import Signature
from documents.queries import signatories_of, values_of
from tests.awards.schools.files import ACADEMY, CLOSED, entry, present_urn_of, school
from tests.factories.people import PersonFactory
from tests.factories.subjects import ContactFactory, HeadFactory
from tests.racing import race
from workflow.audit import breaches
from workflow.models import Message, Run, TransitionRecord
from workflow.services import advance

ELM, OAK, FIR = 900200, 900300, 900400
AWARDED = dt.date(2025, 3, 1)


def award_of(subject, *, level="Gold", on=AWARDED):
    return Award.objects.create(
        subject=subject,
        journey_code="artsmark",
        level_code=level.lower(),
        level=level,
        awarded_on=on,
        expires_on=on + dt.timedelta(days=730),
        decided_by=Award.AWARD_BODY,
        recorded_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
    )


def have_signed(walk):
    for form in (SELF_ASSESSMENT, COMMITMENT):
        document = writing.open_document(walk.run, form=form, now=walk.clock)
        given = {name: writing.Given(value) for name, value in answers_for(form).items()}
        writing.save_answers(document, given=given, person=walk.lead, now=walk.clock)
    for signatory in signatories_of(walk.run, COMMITMENT):
        signature = writing.ask_for_signature(
            document,
            role=signatory.code,
            name=f"A {signatory.label}",
            email=f"{signatory.code}@school.example",
            by=walk.lead,
            now=walk.clock,
        )
        read = text_hash(document, values_of(document))
        writing.sign(signature, name=signature.name, read=read, now=walk.clock)


@pytest.fixture
def converted(elm, days):
    """Elm School became Elm Academy, 900400."""
    days.land(
        school(ELM, EstablishmentName="Elm School", **CLOSED),
        school(OAK, EstablishmentName="Oak School"),
        school(FIR, **ACADEMY),
    )
    days.link((ELM, FIR, "Elm Academy", "Successor", "01-09-2023"))
    return elm


def over(application, world, *, to=FIR, **options):
    given = Application.objects.select_related("subject__school").get(pk=application.pk)
    return hand_over(given.subject.school, to=to, by=world.officer, now=world.now, **options)


def test_school_goes_on_under_its_new_urn_and_name(converted, world):
    over(converted, world)

    run = Run.objects.select_related("application__subject").get(pk=converted.run_id)
    assert (run.label, run.application.subject.name, run.area) == ("Elm Academy", "Elm Academy", "330")
    assert (run.application.subject_id, present_urn_of(run.application)) == (converted.subject_id, FIR)
    old = SchoolUrn.objects.get(entry=ELM)
    assert old.until == SchoolUrn.objects.get(entry=FIR).since


def test_new_urn_stands_since_the_day_of_the_link(converted, world):
    plan = over(converted, world)

    old, new = SchoolUrn.objects.get(entry=ELM), SchoolUrn.objects.get(entry=FIR)
    day = dt.date(2023, 9, 1)
    assert (plan.since, new.since, old.until, old.since) == (day, day, day, None)


def test_history_says_so_to_both_sides_and_asks_about_interests_inside_only(converted, world):
    over(converted, world)

    records = list(
        TransitionRecord.objects.filter(run=converted.run_id).select_related("note").order_by("seq")
    )
    about = {record.detail.get("about"): record for record in records}
    assert (
        "Elm School (URN 900200) goes on as Elm Academy (URN 900400) since"
        in about["school-handed-over"].note.text
    )
    assert "interests-again" in about
    assert list(breaches()) == []


def test_people_lose_their_part_and_are_invited_again_as_the_same(converted, world):
    second = ContactFactory(application=converted, role=Contact.SECOND).person
    gone = ContactFactory(application=converted, role=Contact.EDITOR, person=PersonFactory(is_active=False))
    lead = world.lead_of(converted)

    over(converted, world)

    assert not Contact.objects.filter(application=converted, until=None).exists()
    invited = Invitation.objects.filter(application=converted, state=Invitation.OPEN)
    assert set(invited.values_list("role", "email")) == {
        (Contact.LEAD, lead.email),
        (Contact.SECOND, second.email),
    }
    assert not Message.objects.filter(to_email=gone.person.email).exists()


def test_head_of_the_old_school_no_longer_answers_for_the_journey(converted, world):
    head = HeadFactory(subject=converted.subject)

    over(converted, world)

    head.refresh_from_db()
    assert head.until is not None


def test_award_goes_along_and_unpaid_invoice_stays_with_its_debtor(converted, world):
    award = award_of(converted.subject)
    invoice = Invoice.objects.get(application=converted)

    plan = over(converted, world)

    award.refresh_from_db()
    assert award.subject.name == "Elm Academy"
    assert [(debt.invoice, debt.owed) for debt in plan.debts] == [(invoice, invoice.amount)]
    after = Invoice.objects.get(application=converted)
    assert (after.number, after.billed_to, after.state) == (invoice.number, "Elm School", invoice.state)


def test_signatures_under_what_is_not_handed_in_end(world, days):
    days.land(school(ELM, EstablishmentName="Elm School"), school(FIR, **ACADEMY))
    days.link((ELM, FIR, "Elm Academy", "Successor"))
    walk = world.walk("day_attended", entry=entry(ELM))
    have_signed(walk)

    over(walk.on, world)

    assert set(Signature.objects.values_list("state", flat=True)) == {Signature.VOIDED}


def test_journey_goes_on_with_its_documents_after_the_hand_over(world, days):
    days.land(school(ELM, EstablishmentName="Elm School"), school(FIR, **ACADEMY))
    days.link((ELM, FIR, "Elm Academy", "Successor"))
    walk = world.walk("delivering", entry=entry(ELM))
    state = walk.run.state
    signed = Signature.objects.filter(state=Signature.SIGNED).count()

    over(walk.on, world)

    assert (walk.run.state, walk.run.documents.count()) == (state, 2)
    assert Signature.objects.filter(state=Signature.SIGNED).count() == signed
    assert list(breaches()) == []


def test_items_of_the_old_urn_are_settled(converted, world):
    award_of(converted.subject)
    assert Item.objects.filter(closed_at=None).count() >= 1

    over(converted, world)

    items = Item.objects.filter(subject=converted.subject).exclude(kind=Item.WHO_LEADS)
    assert set(items.values_list("outcome", flat=True)) == {"handed_over"}


def test_successor_with_a_school_of_its_own_gets_journeys_and_awards(converted, world, days):
    theirs = school_of(entry(FIR), today=days.day)
    award = award_of(converted.subject)

    plan = over(converted, world)

    run = Run.objects.select_related("application__subject").get(pk=converted.run_id)
    award.refresh_from_db()
    assert (run.application.subject_id, award.subject_id, run.label) == (theirs.pk, theirs.pk, "Elm Academy")
    assert plan.into == theirs
    assert not converted.subject.school.urns.filter(until=None).exists()
    assert converted.subject.name == "Elm School"


def test_award_of_the_same_day_stays_where_it_is(converted, world, days):
    theirs = school_of(entry(FIR), today=days.day)
    award_of(theirs.subject, level="Silver")
    mine = award_of(converted.subject)

    plan = over(converted, world)

    mine.refresh_from_db()
    assert (plan.staying, mine.subject_id) == ([mine], converted.subject_id)


def test_two_live_journeys_of_one_programme_are_not_merged(converted, world):
    other = world.registered(entry(FIR))

    with pytest.raises(CannotHandOver, match="Elm School and Elm Academy are both on their way through"):
        over(converted, world)
    assert present_urn_of(converted) == ELM
    assert Contact.objects.filter(application__in=[converted, other], until=None).count() == 2

    withdraw = other.run.journey.transitions["withdraw"]
    advance(
        Run.objects.get(pk=other.run_id),
        withdraw,
        actor=world.lead_of(other),
        now=world.now,
        note="One of two.",
    )
    over(converted, world)
    assert Application.objects.filter(subject=other.subject_id).count() == 2


def test_officer_chooses_among_several_and_no_other(converted, world, days):
    days.link((ELM, FIR), (ELM, OAK))

    with pytest.raises(CannotHandOver, match="not followed by the school with URN 900999"):
        over(converted, world, to=900999)
    over(converted, world, to=OAK)

    assert present_urn_of(converted) == OAK


def test_chain_is_handed_over_to_its_end(converted, world, days):
    days.land(
        school(ELM, EstablishmentName="Elm School", **CLOSED),
        school(OAK, EstablishmentName="Oak School"),
        school(FIR, **{**ACADEMY, **CLOSED}),
        next_day=False,
    )
    days.link((ELM, FIR), (FIR, OAK, "Oak School", "Successor"))

    plan = over(converted, world, to=OAK)

    assert plan.way.words == "Elm School (900200) → Elm Academy (900400) → Oak School (900300)"
    assert present_urn_of(converted) == OAK


def test_circle_is_refused_with_the_reason(converted, world, days):
    days.link((ELM, FIR), (FIR, ELM))

    with pytest.raises(CannotHandOver, match="go round in a circle"):
        over(converted, world)


def test_school_without_a_successor_is_refused_with_what_to_do(elm, world):
    with pytest.raises(CannotHandOver, match="names no successor of Elm School. Import today’s links file"):
        over(elm, world)


def test_hand_over_happens_once(converted, world):
    over(converted, world, leaving=ELM)

    with pytest.raises(CannotHandOver):
        over(converted, world, leaving=ELM)
    assert SchoolUrn.objects.filter(school=converted.subject_id).count() == 2


def test_hand_over_that_breaks_off_leaves_everything_as_it_was(converted, world):
    before = (Run.objects.get(pk=converted.run_id).seq, Message.objects.count())
    address = world.lead_of(converted).email
    for number in range(21):
        Invitation.objects.create(
            application=converted,
            role=Contact.EDITOR,
            name="Somebody",
            email=f"{number}-{address}",
            invited_at=world.now,
        )
    Invitation.objects.filter(application=converted).update(invited_by=None)

    with pytest.raises(Exception, match="invitations are waiting"):
        over(converted, world)

    run = Run.objects.get(pk=converted.run_id)
    assert ((run.seq, Message.objects.count()), run.label) == (before, "Elm School")
    assert (present_urn_of(converted), Contact.objects.filter(until=None).count()) == (ELM, 1)


def test_plan_changes_nothing_and_says_what_will_happen(converted, world):
    award_of(converted.subject)
    before = Run.objects.get(pk=converted.run_id).seq

    plan = plan_hand_over(converted.subject.school, to=FIR, now=world.now)

    assert (len(plan.live), len(plan.awards), len(plan.people), len(plan.debts)) == (1, 1, 1, 1)
    assert (plan.into, plan.reasons, Run.objects.get(pk=converted.run_id).seq) == (None, [], before)


def test_nobody_registers_the_old_urn_again(converted, world):
    over(converted, world)
    entry_of_old = entry(ELM)
    entry_of_old.status_code = "1"
    entry_of_old.save()

    with pytest.raises(CannotRegister, match="has gone on under another URN"):
        world.registered(entry_of_old)
    with pytest.raises(CannotRegister, match="is already on its way"):
        world.registered(entry(FIR))


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_hand_over_once(converted, world):
    answers = race(*[lambda: over(converted, world, leaving=ELM)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["CannotHandOver", "Plan"]
    assert SchoolUrn.objects.filter(school=converted.subject_id).count() == 2
    about = TransitionRecord.objects.filter(run=converted.run_id, detail__about="school-handed-over")
    assert (about.count(), list(breaches())) == (1, [])
