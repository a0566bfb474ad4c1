"""A school found by what people type."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import RegisterEntry
from awards.register.importing import import_register
from awards.register.names import searchable, spaced_postcode
from awards.register.search import search_schools
from tests.awards.register_files import FICTIONAL, school, write


@pytest.fixture
def register(db, tmp_path):
    copy = tmp_path / "fictional.csv"
    copy.write_bytes(FICTIONAL.read_bytes())
    import_register(copy, seen_on=dt.date(2026, 3, 9))


def names(text: str, limit: int = 20) -> list[str]:
    return [entry.name for entry in search_schools(text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("900001", "Appletree Fictional Primary School"),
        ("URN 900001", "Appletree Fictional Primary School"),
        ("odrearys", "O'Dreary's Invented Grammar School"),
        ("o’drearys grammar", "O'Dreary's Invented Grammar School"),
        ("FIDDLERS   ELBOW", "Fiddler's Elbow Fictional Primary School"),
        ("cafe lane", "Café Lane Make-Believe Primary School"),
        ("saint quillans c of e", "St Quillan's Invented C of E Primary School"),
        ("st quillan's church of england", "St Quillan's Invented C of E Primary School"),
        ("st. quillan's rc", "Saint Quillan's Invented Catholic Primary School"),
        ("lower nonsuch church of england", "Lower Nonsuch CE Primary School"),
        ("periwinkle cofe", "Periwinkle Fictional C.E. (VC) First School"),
        ("larkspur and foxglove infants", "Larkspur & Foxglove Imaginary Infant School"),
        ("larkspur & foxglove junior", "Larkspur and Foxglove Imaginary Junior School"),
        ("belltower catholic", "Belltower Invented Roman Catholic Primary School"),
        ("moonrake stafford", "Moonrake Fictional Middle School"),
        ("aple tree", "Appletree Fictional Primary School"),
        ("dandelon clok", "Dandelion Clock Imaginary Primary School"),
        ("Thisledown academy", "Thistledown Made-Up Academy"),
        ("toadstol gren primry", "Toadstool Green Storybook Primary School"),
        ("ninty nine steps", "Ninety-Nine Steps Invented School"),
    ],
)
def test_school_is_found_first_in_spite_of_spelling(register, text, first):
    assert names(text)[:1] == [first]


@pytest.mark.parametrize("written", ["{}", " {} ", "{} "])
def test_postcode_finds_however_it_is_written(register, written):
    entry = RegisterEntry.objects.get(urn=900001)
    squeezed = written.format(entry.postcode.replace(" ", "").lower())

    assert [found.urn for found in search_schools(squeezed)] == [900001]
    assert entry in search_schools(entry.postcode.split()[0])


def test_open_schools_come_before_closed(register):
    assert names("nowhere hill")[:2] == ["Nowhere Hill Academy", "Nowhere Hill Primary School"]


def test_closed_school_of_that_name_comes_before_others_of_nearly_that_name(register):
    assert names("tumbledown")[:1] == ["Tumbledown Made-Up Primary School"]


@pytest.mark.parametrize("text", ["", " ", "a", "%_%", "''", "\0", "xqzvwk", "999999", "ZZ99 9ZZ"])
def test_search_for_nothing_finds_nothing(register, text):
    assert names(text) == []


def test_search_keeps_to_its_limit(register):
    assert len(names("primary school", limit=3)) == 3
    assert len(names("invented", limit=4)) == 4


def test_search_costs_the_same_for_few_and_many(register):
    costs = []
    for text in ("tumbledown", "invented"):
        with CaptureQueriesContext(connection) as queries:
            assert [str(entry.area) for entry in search_schools(text, limit=3)]
        costs.append(len([query for query in queries if query["sql"].startswith('SELECT "awards')]))

    assert max(costs) == 2


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("St. John's & St. Mary's C.E. Primary", "st johns st marys ce"),
        ("SAINT JOHN’S AND ST MARY`S CHURCH OF ENGLAND SCHOOL", "st johns st marys ce"),
        ("Our Lady's R.C. Infant School", "our ladys catholic"),
        ("Church Stretton School", "church stretton"),
        ("Ysgol Gŵyr / École", "ysgol gwyr ecole"),
        ("The Academy", ""),
    ],
)
def test_names_have_one_spelling(text, plain):
    assert searchable(text) == plain


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("zz11aa", "ZZ1 1AA"),
        ("ZZ1 1AA", "ZZ1 1AA"),
        (" zz12  3bb ", "ZZ12 3BB"),
        ("unknown", "UNKNOWN"),
        ("", ""),
    ],
)
def test_postcodes_have_one_spelling(text, spaced):
    assert spaced_postcode(text) == spaced


@pytest.mark.django_db
def test_search_uses_its_indexes_in_a_full_register(tmp_path):
    one = write(tmp_path / "one.csv", school())
    import_register(one, seen_on=dt.date(2026, 3, 9))
    with connection.cursor() as cursor:
        cursor.execute(_FILL)
        cursor.execute("SELECT gin_clean_pending_list('entry_by_name')")  # as autovacuum does within a minute
        cursor.execute("ANALYZE awards_registerentry")
    with CaptureQueriesContext(connection) as queries:
        search_schools("word17 nme42")
        search_schools("ZZ7 1AA")
    asked = [query["sql"] for query in queries if query["sql"].startswith('SELECT "awards')]

    assert [_index_of(sql) for sql in asked] == ["entry_by_name", "entry_by_name", "entry_by_postcode"]


_FILL = """
    INSERT INTO awards_registerentry
    SELECT (jsonb_populate_record(held, jsonb_build_object(
        'urn', 100000 + number, 'name', 'School ' || number,
        'search_name', 'word' || number % 977 || ' name' || number || ' ' || md5(number::text),
        'postcode', 'ZZ' || number % 89 || ' ' || number % 9 || 'AA'
    ))).*
    FROM awards_registerentry AS held, generate_series(1, 50000) AS number
"""


def _index_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    return next((name for name in ("entry_by_name", "entry_by_postcode") if name in plan), plan)
