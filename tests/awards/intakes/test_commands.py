"""Bringing in and taking along, by the commands."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from awards.models import Intake, Invitation
from tests.awards.lists import csv_of, line
from tests.awards.world import entry_of
from workflow.models import Run


def run(*arguments: object) -> str:
    said = StringIO()
    call_command(*map(str, arguments), stdout=said)
    return said.getvalue()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "schools.csv"


def test_preview_says_it_in_words_and_brings_nothing_in(world, file):
    entry = entry_of("Ash School")
    file.write_bytes(csv_of(line(URN=str(entry.urn)), line(URN="12")))

    said = run("import_journeys", file, "--preview")

    assert f"Line 2, Ash School (URN {entry.urn}). New. Edition: Artsmark 2018-in-house." in said
    assert "Line 3, 12. Cannot be taken in. “12” is not a URN." in said
    assert "2 lines: 1 new, 1 cannot be taken in." in said
    assert (Run.objects.count(), Intake.objects.get().state) == (0, Intake.DROPPED)
    with file.with_name("schools.csv.rejects.csv").open(encoding="utf-8-sig", newline="") as rejects:
        assert [(row["Line"], row["URN"]) for row in csv.DictReader(rejects)] == [("3", "12")]


def test_schools_are_brought_in_and_written_to_on_request(world, file):
    file.write_bytes(csv_of(line(URN=str(entry_of().urn))))

    assert "They were brought in." in run("import_journeys", file, "--by", world.officer.email)
    assert Invitation.objects.count() == 0
    assert "Nothing was brought in." in run("import_journeys", file, "--by", world.officer.email)
    file.write_bytes(csv_of(line(URN=str(entry_of().urn))))
    run("import_journeys", file, "--by", world.officer.email, "--start")
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_read_back_unchanged(world, file, form):
    file.write_bytes(csv_of(line(URN=str(entry_of().urn), Award_level="Gold", Awarded_on="1/7/2022")))
    run("import_journeys", file)
    out = file.with_name(f"all.{form}")
    run("export_journeys", out)

    assert "1 lines: 1 unchanged." in run("import_journeys", out)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read: No such file"), (b"", "is empty"), (b"%PDF-1.4", "is a PDF")],
)
def test_file_that_cannot_be_read_ends_with_a_sentence(world, file, content, sentence):
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        run("import_journeys", file)


def test_somebody_unknown_brings_nothing_in(world, file):
    with pytest.raises(CommandError, match="Nobody at the office signs in as who@people.example"):
        run("import_journeys", file, "--by", "who@people.example")
