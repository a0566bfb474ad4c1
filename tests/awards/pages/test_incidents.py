"""The office's page of incidents."""

from __future__ import annotations

from django.urls import reverse

from tests.awards.world import client_of, words_of
from workflow.incidents import open_incident
from workflow.models import Incident, Job


def test_incident_with_a_job_is_tried_again_and_one_without_is_closed(world, office):
    world.enquiry()
    job = Job.objects.get()
    Job.objects.update(status=Job.FAILED)
    failed = open_incident("job:1", summary="Send message failed", detail="Traceback", job=job, now=world.now)
    other = open_incident("move:1", summary="A move was refused", now=world.now)
    text = words_of(office.get("/incidents/"))
    assert ("Send message failed" in text, "A move was refused" in text) == (True, True)

    for incident in (failed, other):
        assert office.post(reverse("awards:mend", args=[incident.pk])).status_code == 302

    assert Job.objects.get().status == Job.QUEUED
    assert set(Incident.objects.values_list("closed_by", flat=True)) == {world.officer.pk}
    assert office.post(reverse("awards:mend", args=[other.pk])).status_code == 404


def test_others_see_who_sees_to_an_incident(world, office):
    incident = open_incident("move:1", summary="A move was refused", now=world.now)
    see = reverse("awards:see_to_it", args=[incident.pk])
    assert "Nobody sees to it yet." in words_of(office.get("/incidents/"))

    office.post(see, {"act": "take"})

    assert "You see to it." in words_of(office.get("/incidents/"))
    other = client_of(world.cast.manager)
    assert f"{world.officer} sees to it." in words_of(other.get("/incidents/"))
    other.post(see, {"act": "leave"})
    assert Incident.objects.get().owner == world.officer
    office.post(see, {"act": "leave"})
    assert Incident.objects.get().owner is None


def test_incident_of_a_mail_leads_to_it(world, office):
    open_incident("mail:7", summary="A mail could not leave", now=world.now)

    assert 'href="/outbox/7/"' in words_of(office.get("/incidents/"))
