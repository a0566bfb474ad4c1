"""The pages about people: what each shows, and to whom."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.demo.answers import answers_for
from awards.models import Contact, HandOver, Invitation, Item, Person
from awards.papers.artsmark_2018 import COMMITMENT
from awards.services.people import accept, ask_who_leads, invite, propose
from awards.services.people.handing_over import PURPOSES
from awards.services.people.inviting import PURPOSE
from documents.services.writing import Given, open_document, save_answers
from tests.awards.pages.addresses import queries_of
from tests.awards.people.following import link_of_mail, link_to, mails_to, parts_of
from tests.awards.people.table import GETS, PEOPLE, POSTS
from tests.awards.world import client_of, entry_of, make_world, words_of
from tests.factories.people import PersonFactory
from tests.factories.subjects import ContactFactory, HeadFactory
from workflow.models import Job, Message, Run
from workflow.queue import perform

NORA = "nora@school.example"
YES, NO = {"answer": "yes"}, {"answer": "no"}


@pytest.fixture
def world(db):
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))


@pytest.fixture
def office(world):
    return client_of(world.officer)


@pytest.fixture
def application(world):
    return world.registered(
        entry_of("Quagga Lane School", telephone="01902 555 0199", head_last_name="Okoro")
    )


@pytest.fixture
def client(world, application):
    """The lead's browser."""
    return client_of(world.lead_of(application))


def page(name, application, *more):
    return reverse(f"awards:{name}", args=[application.run.public_id, *more])


def invited(world, application, role=Contact.EDITOR, email=NORA):
    lead = world.lead_of(application)
    return invite(application, role=role, name="Nora New", email=email, by=lead, now=world.now)


# Who works here


def test_lead_invites_an_editor_who_says_yes_signs_in_by_a_code_and_sees_the_journey(
    world, application, client
):
    given = {"name": "Nora New", "email": "Nora@School.example", "role": "editor"}
    answer = client.post(page("people", application), given, follow=True)
    assert "We have sent Nora New an invitation" in words_of(answer)

    nora = Client()
    link = link_of_mail("invitation", NORA)
    assert "Will you work with Quagga Lane School?" in words_of(nora.get(link))
    assert Invitation.objects.get().state == "open"
    arrived = nora.post(link, YES, follow=True)
    assert "We send a code to nora@school.example" in words_of(arrived)

    run_page = page("run", application)
    sent = nora.post(reverse("account_request_login_code"), {"email": NORA, "next": run_page})
    assert sent.status_code == 302
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code is not None, mail.outbox[-1].body
    signed_in = nora.post(sent["Location"], {"code": code[1]}, follow=True)
    assert signed_in.redirect_chain[-1][0] == run_page
    assert "Quagga Lane School" in words_of(signed_in)


def test_invitation_reads_alike_whether_there_is_an_account_or_not(world, application, client):
    PersonFactory(email="there@school.example")
    pages = []
    for email in ("there@school.example", "none@school.example"):
        given = {"name": "Nora New", "email": email, "role": "editor"}
        asked = words_of(client.post(page("people", application), given, follow=True))
        somebody = Client()
        link = link_of_mail("invitation", email)
        pages.append([asked, words_of(somebody.get(link)), words_of(somebody.post(link, YES, follow=True))])

    told = [
        [
            re.sub(r'(there|none)@school.example|value="[^"]*"|/invitations/\S+|action="[^"]*"', "", it)
            for it in read
        ]
        for read in pages
    ]
    assert told[0][1:] == told[1][1:]
    assert [it.count("account") for it in told[0]] == [it.count("account") for it in told[1]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "", "email": NORA, "role": "editor"}, "Write the full name"),
        ({"name": "Nora", "email": "nora", "role": "editor"}, "like name@school.example"),
        ({"name": "Nora", "email": NORA}, "Choose what they will do"),
        ({"name": "Win at http://x.example", "email": NORA, "role": "editor"}, "Write a name only"),
        ({"name": "Nora", "email": NORA, "role": "lead"}, "not one of the available choices"),
    ],
)
def test_invitation_that_lacks_something_says_what(application, client, given, sentence):
    answer = client.post(page("people", application), given)

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert not Invitation.objects.exists()


def test_invitation_can_be_sent_again_and_taken_back(world, application, client):
    waiting = invited(world, application)
    client.post(page("invitation_again", application, waiting.pk))
    assert mails_to(NORA) == ["invitation", "invitation"]

    client.post(page("invitation_withdraw", application, waiting.pk))
    answer = Client().get(link_to("invitation", PURPOSE, waiting.pk))
    assert (answer.status_code, "was taken back" in words_of(answer)) == (410, True)
    assert client.post(page("invitation_again", application, waiting.pk)).status_code == 404


def test_link_that_is_changed_or_old_is_a_clear_page(world, application):
    waiting = invited(world, application)
    Invitation.objects.update(invited_at=timezone.now() - dt.timedelta(days=31))

    for link in (link_to("invitation", PURPOSE, waiting.pk), "/invitations/nonsense/"):
        answer = Client().get(link)
        assert (answer.status_code, "Ask the person who sent it" in words_of(answer)) == (410, True)
    for side in PURPOSES:
        wrong = reverse(f"awards:hand_over_by_{side}", args=["nonsense"])
        assert Client().get(wrong).status_code == 410


def test_no_thank_you_gives_no_part(world, application):
    waiting = invited(world, application)

    answer = Client().post(link_to("invitation", PURPOSE, waiting.pk), NO, follow=True)

    assert "Thank you for your answer" in words_of(answer)
    assert Invitation.objects.get().state == "declined"
    assert len(parts_of(application)) == 1


def test_finance_contact_needs_no_account_to_be_thanked(world, application):
    waiting = invited(world, application, role=Contact.FINANCE)
    link = link_to("invitation", PURPOSE, waiting.pk)
    assert "sign in with" not in words_of(Client().get(link))

    answer = Client().post(link, YES, follow=True)

    assert "Invoices for the school come to you by email" in words_of(answer)
    assert (NORA, "finance") in parts_of(application)


def test_whoever_is_signed_in_as_somebody_else_is_told_to_sign_out_first(world, application, client):
    waiting = invited(world, application)

    answer = client.post(link_to("invitation", PURPOSE, waiting.pk), YES, follow=True)

    assert "Sign out first, then sign in with nora@school.example" in words_of(answer)
    assert (NORA, "editor") in parts_of(application)


def test_address_to_which_mail_came_back_is_marked_on_the_page(world, application, client, office):
    invited(world, application)
    message = Message.objects.get(to_email=NORA)
    perform(Job.objects.get(key=f"mail:{message.pk}").pk)
    assert "It came back" in words_of(office.get(page("run", application)))

    where = page("came_back", application, message.pk)
    assert "held, not lost" in words_of(office.get(where))

    answer = office.post(where, follow=True)

    assert "Nothing more goes to nora@school.example" in words_of(answer)
    assert office.post(where).status_code == 409
    assert "Mail to this address came back" in words_of(client.get(page("people", application)))


def test_part_that_ends_closes_the_pages_at_once(world, application, client):
    editor = accept(invited(world, application), now=world.now)
    theirs = client_of(editor.person)
    assert theirs.get(page("run", application)).status_code == 200

    assert "no longer open the pages" in words_of(client.get(page("end_part", application, editor.pk)))
    client.post(page("end_part", application, editor.pk))

    gone = {
        name: theirs.get(page(name, application)).status_code for name in ("run", "people", "brief", "days")
    }
    assert set(gone.values()) == {404}
    past = words_of(client.get(page("people", application)))
    assert "Who worked here before" in past
    assert "Nora New, editor" in past


def test_somebody_may_end_their_own_part_and_nobody_elses(world, application):
    editor = accept(invited(world, application), now=world.now)
    lead = Contact.objects.get(role=Contact.LEAD)
    theirs = client_of(editor.person)

    assert theirs.post(page("end_part", application, lead.pk)).status_code == 404
    answer = theirs.post(page("end_part", application, editor.pk), follow=True)

    assert "You are no longer editor of Quagga Lane School" in words_of(answer)
    assert len(parts_of(application)) == 1


def test_last_lead_is_led_to_the_hand_over(application, client):
    lead = Contact.objects.get(role=Contact.LEAD)

    shown, posted = (
        client.get(page("end_part", application, lead.pk)),
        client.post(page("end_part", application, lead.pk)),
    )

    assert "Hand over the lead" in words_of(shown)
    assert posted.status_code == 409


def test_officer_puts_an_address_right(application, office):
    lead = Contact.objects.get(role=Contact.LEAD)
    where = page("part_address", application, lead.pk)

    assert office.post(where, {"email": "not one"}).status_code == 422
    answer = office.post(where, {"email": "right@school.example"}, follow=True)

    assert "gets mail at right@school.example now" in words_of(answer)
    PersonFactory(email="taken@school.example")
    assert office.post(where, {"email": "taken@school.example"}).status_code == 409


def test_second_contact_is_asked_at_registration(world):
    entry = entry_of("Otter Lane School")
    lead = client_of(PersonFactory(email="me@school.example"))
    where = reverse("awards:register", args=[entry.urn])
    assert "If you leave, who carries on?" in words_of(lead.get(where))

    half = lead.post(where, {"agreed": "on", "second_name": "Sam Second"})
    assert (half.status_code, "Write the email address of Sam Second" in words_of(half)) == (422, True)
    own = lead.post(where, {"agreed": "on", "second_name": "Me", "second_email": "me@school.example"})
    assert (own.status_code, "somebody else than you" in words_of(own)) == (409, True)
    lead.post(where, {"agreed": "on", "second_name": "Sam Second", "second_email": "sam@school.example"})

    waiting = Invitation.objects.get()
    assert (waiting.email, waiting.role, waiting.state) == ("sam@school.example", "second", "open")


# Handing over


def test_lead_hands_over_and_the_new_one_lands_on_the_brief(world, application, client):
    given = {"name": "Nora New", "email": NORA, "why": "I move to Leeds."}
    assert "go on leading" in words_of(client.get(page("hand_over", application)))
    client.post(page("hand_over", application), given)

    nora = Client()
    link = link_of_mail("hand_over_asked_successor", NORA)
    asked = words_of(nora.get(link))
    assert "Will you take over the lead?" in asked
    assert "I move to Leeds." in asked
    assert HandOver.objects.get().state == "open"
    arrived = nora.post(link, YES)

    assert arrived["Location"] == f"/arriving/?next={page('brief', application).replace('/', '%2F')}"
    assert parts_of(application) == {(NORA, "lead")}
    assert client.get(page("run", application)).status_code == 404
    assert nora.get(link).status_code == 410


def test_head_confirms_by_link_and_officer_by_telephone(world, application, office):
    propose(application, name="Nora New", email=NORA, by=world.officer, now=timezone.now())
    shown = words_of(office.get(page("hand_over", application)))
    assert "01902 555 0199" in shown
    assert "Okoro" in shown

    missing = office.post(page("hand_over_call", application), {"rang_on": "", "spoke_to": ""})
    assert (missing.status_code, "Write whom you spoke to" in words_of(missing)) == (422, True)
    office.post(page("hand_over_head", application), {"email": "head@school.example"})
    head = Client()
    link = link_of_mail("hand_over_asked_head", "head@school.example")
    assert "you can confirm this alone" in words_of(head.get(link))
    assert "It is done: Nora New leads now" in words_of(head.post(link, YES))
    assert parts_of(application) == {(NORA, "lead")}

    propose(application, name="Olga Other", email="olga@school.example", by=world.officer, now=timezone.now())
    called = {"rang_on": timezone.localdate().isoformat(), "spoke_to": "Mrs Okoro, head"}
    done = office.post(page("hand_over_call", application), called, follow=True)
    assert "Olga Other leads Quagga Lane School now" in words_of(done)
    assert "Confirmed by telephone on 01902 555 0199" in words_of(office.get(page("run", application)))


def test_leaver_says_no_by_link_and_nothing_changes(world, application):
    lead = world.lead_of(application)
    propose(application, name="Nora New", email=NORA, by=world.officer, now=timezone.now())

    answer = Client().post(link_of_mail("hand_over_asked_leaver", lead.email), NO)

    assert "nothing has changed" in words_of(answer)
    assert HandOver.objects.get().state == "withdrawn"
    assert parts_of(application) == {(lead.email, "lead")}


def test_lead_asks_the_head_only_at_the_address_that_is_known(world, application, client):
    client.post(page("hand_over", application), {"name": "Nora New", "email": NORA})
    mine = {"email": "my-own@elsewhere.example"}
    assert client.post(page("hand_over_head", application), mine).status_code == 404

    head = HeadFactory(subject=application.subject).person
    client.post(page("hand_over_head", application), mine)

    assert HandOver.objects.get().head_email == head.email
    assert mails_to("my-own@elsewhere.example") == []


def test_head_who_is_signed_in_confirms_on_the_page(world, application):
    propose(application, name="Nora New", email=NORA, by=world.officer, now=timezone.now())
    head = client_of(HeadFactory(subject=application.subject).person)
    assert "Yes, I confirm it" in words_of(head.get(page("hand_over", application)))

    head.post(page("hand_over_agree", application))

    assert parts_of(application) == {(NORA, "lead")}


def test_hand_over_is_taken_back_on_the_page(application, client):
    client.post(page("hand_over", application), {"name": "Nora New", "email": NORA})

    answer = client.post(page("hand_over_withdraw", application), follow=True)

    assert "Nothing has changed" in words_of(answer)
    assert HandOver.objects.get().state == "withdrawn"
    assert client.post(page("hand_over_agree", application)).status_code == 404


# Who leads here?


def test_who_leads_shows_what_is_known_and_takes_an_answer(world, application, office):
    run = application.run
    assert "Nobody asks just now" in words_of(office.get(page("who_leads", application)))
    ask_who_leads(run, why="The register names a new head.", now=world.now)
    assert "The register names a new head." in words_of(office.get(page("run", application)))
    shown = words_of(office.get(page("who_leads", application)))
    for known in (
        world.lead_of(application).email,
        "01902 555 0199",
        "Okoro",
        "The register names a new head.",
    ):
        assert known in shown

    assert office.post(page("who_leads", application), {"act": "close", "note": ""}).status_code == 422
    done = {"act": "close", "note": "Rang: the same."}
    assert "The question is closed" in words_of(
        office.post(page("who_leads", application), done, follow=True)
    )
    assert Item.objects.get().note == "Rang: the same."
    assert office.post(page("who_leads", application), done).status_code == 404


# The brief


def test_brief_says_promised_done_next_and_whom_to_ring(world):
    walk = world.walk("delivering", entry=entry_of("Otter Lane School"))

    text = words_of(client_of(walk.lead).get(page("brief", walk.on)))

    for said in ("Your first goal", "Jo Ellis, senior leader: came", "Case Study", "01902 555 0100"):
        assert said in text
    assert re.search(r"What is next.*By \d+ \w+ \d{4}", text, re.DOTALL)
    assert "Statement of Commitment, submitted" in text


def test_brief_before_anything_is_written_says_what_will_appear(application, client):
    text = words_of(client.get(page("brief", application)))

    assert "will appear here as soon as somebody writes them" in text


def test_brief_shows_a_draft_as_a_draft(world):
    walk = world.walk("day_attended")
    document = open_document(walk.run, form=COMMITMENT, now=walk.clock)
    given = {name: Given(value) for name, value in answers_for(COMMITMENT).items()}
    save_answers(document, given=given, person=walk.lead, now=walk.clock)

    assert "nothing is promised until it is submitted" in words_of(
        client_of(walk.lead).get(page("brief", walk.on))
    )


# One's own details


def test_own_name_and_address_change(world, application, client):
    where = reverse("awards:my_details")
    lead = world.lead_of(application)
    client.post(where, {"act": "name", "name": "Lena Newname"})
    assert "Lena Newname" in words_of(client.get(where))

    asked = client.post(where, {"act": "email", "email": "lena2@school.example"}, follow=True)
    assert "until then nothing changes" in words_of(asked)
    link = link_of_mail("address_new", "lena2@school.example")
    assert "Use this email address?" in words_of(Client().get(link))
    assert Person.objects.get(pk=lead.pk).email == lead.email
    Client().post(link)

    assert Person.objects.get(pk=lead.pk).email == "lena2@school.example"
    assert Client().get(link).status_code == 410
    assert client.post(where, {"act": "name", "name": ""}).status_code == 422


def test_other_page_for_addresses_leads_to_ones_own_details(client):
    assert client.get("/account/email/")["Location"] == reverse("awards:my_details")


# Everybody at every page


@pytest.fixture
def scene(world, application):
    """A school with everybody in it, an invitation, a hand-over and a question that wait."""
    lead = world.lead_of(application)
    people = {
        role: ContactFactory(application=application, role=role) for role in ("second", "editor", "finance")
    }
    waiting = invited(world, application)
    propose(application, name="Olga", email="olga@school.example", by=world.officer, now=timezone.now())
    ask_who_leads(application.run, why="Mail came back.", now=timezone.now())
    other = world.registered()
    clients = {
        "anonymous": Client(),
        "lead": client_of(lead),
        **{role: client_of(it.person) for role, it in people.items()},
        "head": client_of(HeadFactory(subject=application.subject).person),
        "other": client_of(world.lead_of(other)),
        "officer": client_of(world.officer),
        "reader": client_of(world.cast.readers[0].person),
    }
    message = Message.objects.filter(run=application.run).order_by("pk")[0]
    more = {
        "end_part": [people["editor"].pk],
        "part_address": [people["editor"].pk],
        "invitation_again": [waiting.pk],
        "invitation_withdraw": [waiting.pk],
        "came_back": [message.pk],
    }
    addresses = {
        name: reverse("awards:my_details")
        if name == "my_details"
        else page(name, application, *more.get(name, []))
        for name in {*GETS, *POSTS}
    }
    return SimpleNamespace(application=application, clients=clients, addresses=addresses, people=people)


def test_everybody_gets_what_is_theirs(scene):
    found = {
        name: {who: scene.clients[who].get(scene.addresses[name]).status_code for who in PEOPLE}
        for name in GETS
    }

    assert found == GETS


@pytest.mark.parametrize("name", sorted(POSTS))
def test_nobody_else_may_act(scene, name):
    refused = {who for who, status in POSTS[name].items() if status == 404}
    before = (parts_of(scene.application), HandOver.objects.values_list("state", flat=True)[0])
    answers = {
        who: scene.clients[who].post(scene.addresses[name], {"email": "x@x.example"}) for who in refused
    }

    assert {who: answer.status_code for who, answer in answers.items()} == dict.fromkeys(refused, 404)
    assert scene.clients["anonymous"].post(scene.addresses[name]).status_code == 302
    assert (parts_of(scene.application), HandOver.objects.values_list("state", flat=True)[0]) == before
    allowed = {who for who, status in POSTS[name].items() if status == 200}
    for who in sorted(allowed)[:1]:
        assert scene.clients[who].post(scene.addresses[name], {}).status_code != 404


def test_addresses_of_colleagues_are_shown_to_those_who_manage_and_to_nobody_else(scene):
    where = scene.addresses["people"]
    shown = {
        who: scene.people["finance"].person.email in words_of(scene.clients[who].get(where))
        for who in ("lead", "second", "editor", "head", "officer")
    }

    assert shown == {"lead": True, "second": True, "editor": False, "head": False, "officer": True}


def test_question_of_the_office_is_not_on_the_schools_pages(scene):
    for name in ("people", "brief", "hand_over"):
        assert "Mail came back." not in words_of(scene.clients["lead"].get(scene.addresses[name]))
    assert "Who leads here" not in words_of(scene.clients["lead"].get(page("run", scene.application)))


def test_part_or_invitation_of_another_school_is_not_there(world, scene, client):
    elsewhere = world.registered()
    theirs = Contact.objects.get(application=elsewhere)
    waiting = invite(elsewhere, role="editor", name="X", email="x@x.example", by=None, now=world.now)

    for name, pk in (("end_part", theirs.pk), ("invitation_withdraw", waiting.pk)):
        assert client.post(page(name, scene.application, pk)).status_code == 404
    assert Invitation.objects.get(pk=waiting.pk).state == "open"


def test_enquiry_has_no_page_of_people(world, office):
    run = world.enquiry()

    assert {
        office.get(reverse(f"awards:{name}", args=[run.public_id])).status_code
        for name in ("people", "brief")
    } == {404}
    assert "Read the brief" not in words_of(office.get(reverse("awards:run", args=[run.public_id])))
    assert Run.objects.filter(pk=run.pk).exists()


def test_list_of_people_takes_the_same_queries_for_three_and_for_nine(application, client):
    def grow(times):
        for _ in range(times):
            ContactFactory(application=application, role=Contact.EDITOR)
            ContactFactory(application=application, role=Contact.EDITOR, until=timezone.localdate())
            email = f"n{Invitation.objects.count()}@x.example"
            invite(application, role="editor", name="X", email=email, by=None, now=timezone.now())
        return queries_of(client, page("people", application))

    assert grow(1) == grow(3)
