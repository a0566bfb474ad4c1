"""The newer kinds on pages: typed, kept, shown again, checked and read, without any script."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from documents import queries
from tests.documents.meadow import MeadowPlan, meadow

TYPED = {
    "soil": "Clay, rain water, birds.",
    "sown-day": "31",
    "sown-month": "2",
    "sown-year": "2026",
    "flowers-0-name": "Poppy",
    "flowers-0-many": "40",
    "flowers-0-where": "dry",
    "flowers-1-name": "Daisy",
}


def test_what_was_typed_is_kept_shown_and_checked(world, now):
    run = meadow(world, now)
    client = Client()
    client.force_login(world.editor)
    section = reverse("documents:section", args=[run.public_id, MeadowPlan.code, "ground"])

    answer = client.post(section, {**TYPED, "more-flowers": "1"})

    assert answer.headers["Location"] == section
    document = queries.document_of(run, MeadowPlan)
    assert queries.values_of(document) == {
        "soil": "Clay, rain water, birds.",
        "sown": "31/2/2026",
        "flowers": [{"name": "Poppy", "many": "40", "where": "dry"}, {"name": "Daisy"}],
    }
    html = client.get(section).content.decode()
    assert re.search(r'name="sown-day" value="31"', html)
    assert re.findall(r'name="(flowers-\d)-name"', html) == [
        "flowers-0",
        "flowers-1",
        "flowers-2",
        "flowers-3",
    ]
    assert 'name="more-flowers"' not in html
    check = client.get(reverse("documents:check", args=[run.public_id, MeadowPlan.code])).content.decode()
    assert "There is no day “31/2/2026”" in check
    assert "Flowers, flower 2: say how many." in check
    reader = Client()
    reader.force_login(world.reader)
    read = reader.get(reverse("documents:write", args=[run.public_id, MeadowPlan.code])).content.decode()
    assert re.search(r"<td[^>]*>Poppy</td><td[^>]*>40</td><td[^>]*>Dry</td>", read)


def test_posting_the_page_as_it_is_changes_nothing(world, now):
    run = meadow(world, now)
    client = Client()
    client.force_login(world.editor)
    section = reverse("documents:section", args=[run.public_id, MeadowPlan.code, "ground"])
    client.post(section, {**TYPED, "sown-month": "3", "later": "1"})
    html = client.get(section).content.decode()
    seen = dict(re.findall(r'name="(seen-[\w]+)" value="([^"]*)"', html))

    client.post(section, {**seen, **TYPED, "sown-month": "March", "later": "1"})

    answers = queries.answers_of(queries.document_of(run, MeadowPlan))
    assert {name: it.version for name, it in answers.items()} == {"soil": 1, "sown": 1, "flowers": 1}
