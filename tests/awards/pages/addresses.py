"""Where the pages of a run are, and what they cost."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def run_page(run):
    return reverse("awards:run", args=[run.public_id])


def page_of(name, run):
    return reverse(f"awards:{name}", args=[run.public_id])


def take_page(run, move):
    return reverse("workflow:take", args=[run.public_id, move.name])


def queries_of(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(page).status_code == 200
    return len(sent)
