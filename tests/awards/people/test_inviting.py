"""Invitations: asked, answered, run out, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.models import EmailAddress

from awards.models import Contact, Invitation, Person
from awards.services.people import (
    AccountIsClosed,
    CannotEnd,
    CannotInvite,
    InvitationIsOver,
    accept,
    decline,
    end_part,
    invite,
    withdraw_invitation,
)
from awards.services.people.inviting import MOST_WAITING
from tests.awards.people.following import mails_to, parts_of
from tests.factories.people import PersonFactory
from tests.racing import race
from workflow.models import Message, StateChange, TransitionRecord

NORA = "nora@school.example"


def _asked(application, *, role=Contact.EDITOR, email=NORA, by=None, now):
    return invite(application, role=role, name="Nora New", email=email, by=by, now=now)


def test_invite_mails_a_link_and_gives_no_part_yet(application, lead, now):
    invitation = _asked(application, by=lead, now=now)

    mail = Message.objects.get(to_email=NORA)
    assert (invitation.state, invitation.email, mail.run) == ("open", NORA, application.run)
    assert lead.name in mail.body
    assert "[[personal-link:awards:invitation:invitation:" in mail.body
    assert parts_of(application) == {(lead.email, "lead")}
    assert not Person.objects.filter(email=NORA).exists()


def test_invite_again_sends_the_mail_again_and_keeps_one_invitation(application, lead, now):
    first = _asked(application, by=lead, now=now)
    twice_at_once = _asked(application, by=lead, now=now)
    again = _asked(application, email="NORA@school.example", by=lead, now=now + dt.timedelta(days=29))

    assert first == twice_at_once == again
    assert mails_to(NORA) == ["invitation", "invitation"]
    assert again.invited_at == now + dt.timedelta(days=29)
    accept(again, now=now + dt.timedelta(days=58))


def test_accept_makes_the_person_and_the_part(application, lead, now):
    contact = accept(_asked(application, by=lead, now=now), now=now + dt.timedelta(days=1))

    person = Person.objects.get(email=NORA)
    assert (contact.person, contact.role, contact.until) == (person, "editor", None)
    assert (person.name, person.has_usable_password()) == ("Nora New", False)
    assert EmailAddress.objects.get(user=person).verified
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.accepted_by) == ("accepted", person)
    assert StateChange.objects.filter(row_id=invitation.pk, step="accept", actor=person).count() == 1


def test_accept_gives_the_part_to_the_person_that_there_is_whatever_the_letters(application, lead, now):
    there = PersonFactory(email=NORA)

    accept(_asked(application, email="Nora@School.example", by=lead, now=now), now=now)

    assert parts_of(application) == {(lead.email, "lead"), (there.email, "editor")}


def test_accept_puts_a_password_aside_that_somebody_else_may_have_chosen(application, lead, now):
    """An account can be made with anybody's address: it must not open a school to whoever made it."""
    PersonFactory(email=NORA)

    contact = accept(_asked(application, by=lead, now=now), now=now)

    assert not Person.objects.get(pk=contact.person_id).has_usable_password()


def test_accept_leaves_the_password_of_somebody_who_is_signed_in_or_has_shown_that_they_read_the_mail(
    application, lead, now
):
    here, known = PersonFactory(email=NORA), PersonFactory(email="known@school.example")
    EmailAddress.objects.create(user=known, email=known.email, verified=True, primary=True)

    accept(_asked(application, by=lead, now=now), now=now, signed_in=here)
    accept(_asked(application, email=known.email, by=lead, now=now), now=now)

    assert [Person.objects.get(pk=it.pk).has_usable_password() for it in (here, known)] == [True, True]


def test_accept_refuses_a_closed_account_and_leaves_the_invitation_open(application, lead, now):
    PersonFactory(email=NORA, is_active=False)
    invitation = _asked(application, by=lead, now=now)

    with pytest.raises(AccountIsClosed, match="Ask us to open it again"):
        accept(invitation, now=now)

    assert Invitation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (lambda it, lead, now: accept(it, now=now), "taken up already"),
        (lambda it, lead, now: decline(it, now=now), "was declined"),
        (lambda it, lead, now: withdraw_invitation(it, by=lead, now=now), "was taken back"),
        (lambda it, lead, now: None, "has run out"),
    ],
    ids=["accepted", "declined", "withdrawn", "old"],
)
def test_invitation_that_is_over_says_why(application, lead, now, end, sentence):
    invitation = _asked(application, by=lead, now=now)
    end(invitation, lead, now)
    before = parts_of(application)

    with pytest.raises(InvitationIsOver, match=sentence):
        accept(invitation, now=now + dt.timedelta(days=31))

    assert parts_of(application) == before


def test_decline_tells_whoever_asked(application, lead, now):
    decline(_asked(application, by=lead, now=now), now=now)

    assert "invitation_declined" in mails_to(lead.email)


def test_invite_refuses_a_second_lead(application, lead, now):
    with pytest.raises(CannotInvite, match=f"{lead.name} leads here now"):
        _asked(application, role=Contact.LEAD, by=None, now=now)


def test_lead_whose_account_is_closed_makes_room_for_another(world, application, lead, now):
    lead.is_active = False
    lead.save()

    accept(_asked(application, role=Contact.LEAD, by=world.officer, now=now), now=now)

    assert parts_of(application) == {(NORA, "lead")}
    assert TransitionRecord.objects.get(kind="noted").detail["about"] == "new-lead"


def test_two_invited_leads_do_not_both_lead(world, application, lead, now):
    lead.is_active = False
    lead.save()
    first = _asked(application, role=Contact.LEAD, by=world.officer, now=now)
    second = _asked(application, role=Contact.LEAD, email="other@school.example", by=world.officer, now=now)
    accept(first, now=now)

    with pytest.raises(InvitationIsOver, match="taken back"):
        accept(second, now=now)

    assert parts_of(application) == {(NORA, "lead")}


def test_wider_part_takes_the_place_of_a_narrower_one(application, lead, now):
    accept(_asked(application, by=lead, now=now), now=now)
    accept(_asked(application, role=Contact.FINANCE, by=lead, now=now), now=now)
    accept(_asked(application, role=Contact.SECOND, by=lead, now=now), now=now)

    assert parts_of(application) == {(lead.email, "lead"), (NORA, "second"), (NORA, "finance")}


def test_invitations_that_wait_have_a_limit(application, lead, now):
    for place in range(MOST_WAITING):
        _asked(application, email=f"n{place}@school.example", by=lead, now=now)

    with pytest.raises(CannotInvite, match="Take back those"):
        _asked(application, email="one-more@school.example", by=lead, now=now)

    assert Invitation.objects.count() == MOST_WAITING
    _asked(application, email="n1@school.example", by=lead, now=now)


def test_name_with_line_breaks_stays_one_line_of_the_mail(application, lead, now):
    invitation = invite(application, role=Contact.EDITOR, name="Nora\r\nBcc: x", email=NORA, by=lead, now=now)

    assert invitation.name == "Nora Bcc: x"


def test_end_part_takes_back_the_invitations_of_whoever_goes(application, lead, now):
    second = accept(_asked(application, role=Contact.SECOND, by=lead, now=now), now=now)
    _asked(application, email="friend@elsewhere.example", by=second.person, now=now)
    _asked(application, email="colleague@school.example", by=lead, now=now)

    end_part(second, by=lead, now=now)

    states = dict(Invitation.objects.values_list("email", "state"))
    assert states == {
        NORA: "accepted",
        "friend@elsewhere.example": "withdrawn",
        "colleague@school.example": "open",
    }
    assert parts_of(application) == {(lead.email, "lead")}


def test_end_part_refuses_the_last_lead_and_a_part_that_is_over(application, lead, now):
    contact = Contact.objects.get(person=lead)
    with pytest.raises(CannotEnd, match="Hand the lead over"):
        end_part(contact, by=lead, now=now)

    editor = accept(_asked(application, by=lead, now=now), now=now)
    end_part(editor, by=lead, now=now)
    with pytest.raises(CannotEnd, match="no part here any more"):
        end_part(editor, by=lead, now=now)


@pytest.mark.django_db(transaction=True)
def test_invitation_taken_up_twice_at_once_gives_one_part(lasting_world, now):
    application = lasting_world.registered()
    invitation = _asked(application, by=None, now=now)

    found = race(*[lambda: accept(invitation, now=now)] * 2)

    assert sorted(type(it).__name__ for it in found) == ["Contact", "InvitationIsOver"]
    assert Contact.objects.filter(person__email=NORA).count() == 1
