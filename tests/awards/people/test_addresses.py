"""Names and addresses: one's own by a link, somebody else's by an officer."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.models import EmailAddress

from awards.models import Contact, Person
from awards.services.people import (
    CannotCorrect,
    ask_new_address,
    correct_address,
    rename,
    use_new_address,
)
from tests.awards.people.following import mails_to
from tests.factories.people import PersonFactory
from tests.factories.subjects import ContactFactory
from workflow.models import Message, TransitionRecord

NEW = "new@school.example"


def test_rename_keeps_one_line(lead):
    assert rename(lead, name=" Lena \n Lead ").name == "Lena Lead"


def test_new_address_is_used_once_its_link_is_followed(lead, now):
    old = lead.email
    ask_new_address(lead, email="New@School.example", now=now)
    assert (Person.objects.get(pk=lead.pk).email, mails_to(NEW)) == (old, ["address_new"])

    use_new_address(EmailAddress.objects.get(email=NEW), now=now)

    assert Person.objects.get(pk=lead.pk).email == NEW
    assert mails_to(old)[-1] == "address_changed"
    assert list(EmailAddress.objects.filter(user=lead).values_list("email", "verified")) == [(NEW, True)]


def test_new_address_that_somebody_has_answers_alike_and_changes_nothing(lead, now):
    there = PersonFactory(email=NEW)

    ask_new_address(lead, email=NEW, now=now)

    assert mails_to(NEW) == ["address_taken"]
    assert lead.name not in Message.objects.get(to_email=NEW).body
    assert not EmailAddress.objects.filter(email=NEW).exists()
    assert Person.objects.get(email=NEW) == there


def test_new_address_that_somebody_got_meanwhile_is_refused(lead, now):
    ask_new_address(lead, email=NEW, now=now)
    PersonFactory(email=NEW)

    with pytest.raises(CannotCorrect, match="cannot be used any more"):
        use_new_address(EmailAddress.objects.get(email=NEW), now=now)


def test_newer_wish_makes_the_older_link_void(lead, now):
    ask_new_address(lead, email="older@school.example", now=now)
    ask_new_address(lead, email=NEW, now=now + dt.timedelta(hours=1))

    assert list(EmailAddress.objects.filter(user=lead).values_list("email", flat=True)) == [NEW]


def test_officer_corrects_an_address_and_it_is_written_down(world, application, lead, now):
    old = lead.email
    correct_address(Contact.objects.get(person=lead), email=NEW, by=world.officer, now=now)

    assert Person.objects.get(pk=lead.pk).email == NEW
    record = TransitionRecord.objects.get(kind="noted")
    assert (record.actor, record.role, record.note.text) == (
        world.officer,
        "officer",
        f"{lead.name}: from {old} to {NEW}.",
    )
    assert mails_to(old)[-1] == "address_put_right"


def test_officer_cannot_change_the_address_of_the_office(world, application, now):
    contact = ContactFactory(application=application, role=Contact.EDITOR, person=world.cast.manager)

    with pytest.raises(CannotCorrect, match="works at the office"):
        correct_address(contact, email=NEW, by=world.officer, now=now)


def test_two_people_who_ask_for_one_address_do_not_both_get_it(world, application, lead, now):
    other = PersonFactory()
    for person in (lead, other):
        ask_new_address(person, email=NEW, now=now)
    first, second = EmailAddress.objects.filter(email=NEW).order_by("pk")
    use_new_address(first, now=now)

    with pytest.raises(CannotCorrect):
        use_new_address(second, now=now)
