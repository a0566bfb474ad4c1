"""Pages ask the database equally often, however much they show."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import Contact
from tests.awards.pages.addresses import queries_of, run_page
from tests.awards.world import SENIOR, TEACHER, client_of
from tests.factories.people import PersonFactory
from workflow.incidents import open_incident
from workflow.models import Job


def test_home_takes_the_same_queries_for_two_journeys_and_for_four(world):
    lead = PersonFactory()
    for _ in range(2):
        world.registered(lead=lead)
    client = client_of(lead)
    two = queries_of(client, "/home/")
    for _ in range(2):
        world.registered(lead=lead)

    assert queries_of(client, "/home/") == two
    assert len(client.get("/home/").context["cards"]) == 4


def test_development_days_take_the_same_queries_for_one_day_and_for_three(world, office):
    world.booked(world.registered(), day=world.day())
    one = queries_of(office, "/development-days/")
    for days in (5, 9):
        world.booked(world.registered(), day=world.day(days=days))

    assert queries_of(office, "/development-days/") == one


def test_incidents_take_the_same_queries_for_one_and_for_three(world, office):
    for place in range(3):
        run = world.enquiry()
        open_incident(
            str(place), summary=f"Incident {place}", now=world.now, run=run, job=Job.objects.first()
        )
        if place == 0:
            one = queries_of(office, "/incidents/")

    assert queries_of(office, "/incidents/") == one


@pytest.mark.parametrize("who", ["lead", "officer"])
def test_page_of_a_run_takes_the_same_queries_however_much_happened(world, who):
    application = world.registered()
    client = client_of(world.lead_of(application) if who == "lead" else world.officer)
    page = run_page(application.run)
    world.attended(
        world.booked(application, TEACHER, SENIOR, day=world.day(days=0.01)),
        True,
        True,
        now=world.now + dt.timedelta(hours=7),
    )
    one = queries_of(client, page)
    for _ in range(3):
        world.booked(application, SENIOR, day=world.day(days=20))
        Contact.objects.create(
            application=application, person=PersonFactory(), role=Contact.EDITOR, since=world.now.date()
        )

    assert queries_of(client, page) == one
    assert one <= 57
