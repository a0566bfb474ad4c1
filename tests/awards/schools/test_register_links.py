"""The links file, and who goes on from whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from awards.models import RegisterLink
from awards.register.links import import_links
from awards.register.refusals import ColumnsMissing, NothingToImport, NotTheRegister
from awards.register.successors import successors_of, successors_of_many
from tests.awards.schools.files import ACADEMY, CLOSED, links_file, school

A, B, C, D, E = range(900201, 900206)


def ends(urn: int) -> list[int]:
    return sorted(end.urn for end, _ in successors_of(urn).ends)


@pytest.fixture
def register(db, days):
    days.land(*(school(urn, EstablishmentName=f"School {urn}") for urn in (A, B, C, D, E)))
    return days


def test_links_land_once_and_are_brought_up_to_date(register):
    first = register.link((A, B, "School B", "Successor", "01-09-2024"), (B, A, "School A", "Predecessor"))
    again = register.link((A, B, "School B", "Successor", "02-09-2024"), (B, A, "School A", "Predecessor"))

    assert (first.read, first.new, first.changed, first.gone) == (2, 2, 0, 0)
    assert (again.read, again.new, again.changed, again.gone) == (2, 0, 1, 0)
    assert RegisterLink.objects.get(urn=A).established_on == dt.date(2024, 9, 2)


def test_link_that_the_register_took_back_goes(register):
    rows = [(A + n, A + n + 1) for n in range(20)]
    register.link(*rows)

    report = register.link(*rows[:-1])

    assert (report.gone, RegisterLink.objects.count()) == (1, 19)


def test_links_file_that_is_far_smaller_takes_nothing_away(register):
    rows = [(A + n, A + n + 1) for n in range(20)]
    register.link(*rows)

    report = register.link(*rows[:2], (B, D))

    assert (report.new, report.gone, report.kept, RegisterLink.objects.count()) == (1, 0, 18, 21)


def test_bad_rows_are_rejected_with_a_reason_and_the_rest_lands(register):
    report = register.link((A, B), ("12", B), (A, C, "C", "Successor", "31-02-2024"), (A, D, "D", ""))

    assert (report.read, report.new, report.rejected) == (4, 1, 3)
    assert report.rejects_path is not None
    words = report.rejects_path.read_text(encoding="utf-8-sig")
    assert ("six digits" in words, "31-02-2024" in words, "LinkType is blank" in words) == (True, True, True)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NothingToImport),
        ("URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n", NothingToImport),
        ("URN,LinkURN,LinkName,LinkType\n900201,900202,B,Successor\n", ColumnsMissing),
        ("a,b\n1,2\n", NotTheRegister),
        ("<html></html>", NotTheRegister),
    ],
)
def test_file_that_is_not_the_links_file_is_refused_and_changes_nothing(register, text, refusal):
    register.link((A, B))
    path = register.folder / "other.csv"
    path.write_text(text)

    with pytest.raises(refusal):
        import_links(path, seen_on=register.day, now=register.now)
    assert RegisterLink.objects.count() == 1


def test_chain_is_followed_to_the_open_end_and_tells_the_way(register):
    register.land(
        *(school(urn, EstablishmentName=f"School {urn}", **CLOSED) for urn in (A, B)),
        school(C, **ACADEMY),
        next_day=False,
    )
    register.link((A, B, "B", "Successor", "01-09-2012"), (B, C, "C", "Successor", "01-09-2020"))

    ((end, way),) = successors_of(A).ends

    assert (end.urn, end.since) == (C, dt.date(2020, 9, 1))
    assert way.words == f"School {A} ({A}) → School {B} ({B}) → Elm Academy ({C})"


def test_link_written_from_the_other_side_counts_and_from_both_counts_once(register):
    register.link((B, A, "A", "Predecessor", "01-09-2020"))
    assert ends(A) == [B]

    register.link((B, A, "A", "Predecessor", "01-09-2020"), (A, B, "B", "Successor - merged", "01-09-2020"))
    assert (ends(A), len(successors_of(A).ways)) == ([B], 1)


@pytest.mark.parametrize("kind", ["Result of Amalgamation", "Sixth Form Centre Link", "Closure"])
def test_links_without_a_direction_are_not_followed(register, kind):
    register.link((A, B, "B", kind))

    assert successors_of(A).ways == ()


def test_school_that_was_split_has_several_successors(register):
    register.link((A, B), (A, C), (C, D))

    assert ends(A) == [B, D]


def test_way_that_ends_closed_ends_with_the_last_open_school(register):
    register.land(school(C, **CLOSED), next_day=False)
    register.link((A, B), (B, C))

    assert ends(A) == [B]


def test_circle_has_no_end_and_is_said(register):
    register.link((A, B), (B, C), (C, A))

    found = successors_of(A)

    assert (found.ends, [way.words.count("→") for way in found.circles]) == ((), [3])


def test_circle_beside_a_way_out_does_not_hide_it(register):
    register.link((A, B), (B, A), (B, C))

    found = successors_of(A)

    assert ([end.urn for end, _ in found.ends], len(found.circles)) == ([C], 1)


def test_school_linked_to_itself_has_no_successor(register):
    register.link((A, A))

    assert ends(A) == []


def test_successor_outside_our_register_is_named_but_is_no_end(register):
    register.link((A, 999001, "Far Away School"))

    (way,) = successors_of(A).ways

    assert (way.end, way.stages[-1].name) == (None, "Far Away School")


def test_successors_of_many_cost_as_much_as_of_one(register, django_assert_num_queries):
    register.link((A, B), (C, D), (D, E))

    with django_assert_num_queries(2):
        assert sorted(successors_of_many([A])) == [A]
    with django_assert_num_queries(2):
        assert sorted(successors_of_many([A, B, C, D, E])) == [A, C, D]


def test_command_imports_both_files_and_says_what_it_did(register, capsys, tmp_path):
    links = links_file(tmp_path / "links.csv", (A, B))
    file = register.folder / "register.csv"

    call_command("import_register", file, "--links", str(links), "--on", register.day.isoformat())

    assert "1 links: 1 new" in capsys.readouterr().out


def test_command_says_when_only_the_links_are_refused(register, tmp_path):
    (tmp_path / "links.csv").write_text("nothing of it")

    with pytest.raises(CommandError, match="does not begin with the headings of the links file"):
        call_command(
            "import_register", register.folder / "register.csv", links=tmp_path / "links.csv", on=register.day
        )
