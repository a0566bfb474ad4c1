from __future__ import annotations

import datetime as dt
import hashlib
import re

import pytest
from django.urls import reverse

from certificates.models import Certificate
from certificates.numbering import new_number
from certificates.presenters import LAPSED, VALID, status_of
from certificates.services import issue
from tests.factories.people import PersonFactory
from workflow.state import change

ENDED = ["ended_at", "ended_because"]


def check(client, number: str, **headers: str):
    return client.get(reverse("certificates:check", args=[number]), headers=headers)


def download(client, certificate: Certificate):
    return client.get(reverse("certificates:download", args=[certificate.number]))


def without_its_key(page) -> str:
    """The page without the key of its forms, which is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def end(certificate: Certificate, step: str, now: dt.datetime) -> None:
    change(certificate, step, now=now, fields=ENDED, at=now, because="The name was wrong.")


def test_check_page_tells_anyone_what_stands(client, issued):
    page = check(client, issued.number)

    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    text = page.content.decode()
    for words in (
        "Elm Park Primary School",
        "Gold Artsmark",
        "9 March 2026",
        "9 March 2028",
        "Valid",
        issued.sha256,
    ):
        assert words in text


def test_check_page_names_no_person(client, issued, lead, officer):
    text = check(client, issued.number).content.decode()

    for word in ("Achebe", lead.name, officer.name, lead.email, officer.email, str(issued.run.public_id)):
        assert word not in text


def test_check_page_of_a_sample_says_so(client, run, words, now, settings):
    settings.IS_DEMO = True
    certificate = issue(run, words=words, actor=None, now=now)

    assert "It is not an award." in check(client, certificate.number).content.decode()


def test_check_page_takes_one_query(client, issued, django_assert_num_queries):
    with django_assert_num_queries(1):
        check(client, issued.number)


def test_certificate_in_the_making_says_when_to_look_again(client, queued):
    page = check(client, queued.number)

    assert page.status_code == 200
    assert "The certificate is being made; look again in a minute." in page.content.decode()


def test_certificate_is_valid_on_its_last_day_and_lapsed_on_the_next(issued):
    assert status_of(issued, today=dt.date(2028, 3, 9)) == VALID
    assert status_of(issued, today=dt.date(2028, 3, 10)) == LAPSED


def test_withdrawn_certificate_stays_checkable(client, issued, now):
    end(issued, "withdraw", now)

    text = check(client, issued.number).content.decode()
    assert "This certificate was withdrawn. It no longer stands." in text
    assert "The name was wrong." not in text
    assert reverse("certificates:download", args=[issued.number]) not in text


def test_replaced_certificate_points_to_the_one_that_took_its_place(client, issued, now):
    end(issued, "supersede", now)
    newer = Certificate.objects.create(
        run=issued.run,
        number=new_number(2026, 2),
        year=2026,
        serial=2,
        template="certificate",
        words=issued.words,
        queued_at=now,
        replaces=issued,
    )

    text = check(client, issued.number).content.decode()
    assert "A newer one has taken its place." in text
    assert reverse("certificates:check", args=[newer.number]) in text


def test_check_gives_json_to_those_who_ask_for_it(client, issued):
    page = check(client, issued.number, accept="application/json")

    assert page["Vary"] == "Accept"
    assert page.json() == {
        "number": issued.number,
        "status": "valid",
        "recipient": "Elm Park Primary School",
        "programme": "Artsmark",
        "level": "Gold",
        "awarded_on": "2026-03-09",
        "valid_to": "2028-03-09",
        "issued_by": "Arts Connect",
        "statement": "Awarded by Arts Connect under its own in-house edition of the journey.",
        "sample": False,
        "sha256": issued.sha256,
        "replaced_by": None,
    }


def test_browsers_get_a_page(client, issued):
    page = check(
        client, issued.number, accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    )

    assert page["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "number", ["WM-2026-000999-EACM2", "WM-2026-000001-AAAAA", "hello", "<b>", "x" * 500]
)
def test_unknown_number_says_how_to_mend_it(client, db, number):
    page = check(client, number)

    assert page.status_code == 404
    assert page["X-Robots-Tag"] == "noindex"
    assert "We do not know this certificate" in page.content.decode()
    assert "<b>" not in page.content.decode().split("<main")[1]
    assert check(client, number, accept="application/json").json() == {"number": number, "status": "unknown"}


def test_number_is_found_however_it_is_typed(client, issued):
    typed = issued.number.lower().replace("-", " ")

    page = client.get(reverse("certificates:find"), {"number": typed})
    assert page.status_code == 302
    assert page["Location"] == reverse("certificates:check", args=[issued.number])
    assert check(client, issued.number.lower())["Location"] == reverse(
        "certificates:check", args=[issued.number]
    )


def test_number_with_a_slip_is_sent_back_with_a_hint(client, db):
    page = client.get(reverse("certificates:find"), {"number": "WM-2026-000123"})

    assert page.status_code == 200
    assert "looks like WM-2026-000123-XK7QH" in page.content.decode()
    assert "There is a problem" in page.content.decode()
    assert "There is a problem" not in client.get(reverse("certificates:find")).content.decode()


@pytest.mark.parametrize("who", ["lead", "officer"])
def test_download_gives_the_stored_file_to_those_it_is_for(client, issued, who, request):
    client.force_login(request.getfixturevalue(who))

    page = download(client, issued)

    assert page.status_code == 200
    assert hashlib.sha256(b"".join(page.streaming_content)).hexdigest() == issued.sha256
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Length"] == str(issued.size)
    assert (
        page["Content-Disposition"] == f'attachment; filename="Gold Artsmark certificate {issued.number}.pdf"'
    )
    assert page["Cache-Control"] == "private, no-cache"
    assert page["X-Content-Type-Options"] == "nosniff"


def test_download_is_for_nobody_else(client, issued):
    client.force_login(PersonFactory())
    missing = client.get(reverse("certificates:download", args=[new_number(2026, 999)]))
    hers = download(client, issued)

    assert (missing.status_code, hers.status_code) == (404, 404)
    assert without_its_key(hers) == without_its_key(missing)


def test_download_asks_strangers_to_sign_in(client, issued):
    page = download(client, issued)

    assert page.status_code == 302
    assert page["Location"].startswith(reverse("account_login"))


def test_download_before_the_file_is_there_says_when_to_look_again(client, queued, lead):
    client.force_login(lead)

    page = client.get(reverse("certificates:download", args=[queued.number]), follow=True)

    assert page.redirect_chain == [(reverse("certificates:check", args=[queued.number]), 302)]
    assert "look again in a minute" in page.content.decode()


def test_download_of_a_withdrawn_certificate_is_for_the_office_alone(client, issued, lead, officer, now):
    end(issued, "withdraw", now)

    client.force_login(lead)
    assert download(client, issued).status_code == 404
    client.force_login(officer)
    page = download(client, issued)
    assert page.status_code == 200
    page.close()
