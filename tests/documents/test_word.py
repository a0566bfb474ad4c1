"""Drafts as Word files."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from docx.oxml.ns import qn

from tests.documents.meadow import WHOLE, MeadowPlan, meadow
from tests.documents.world import Plan


def opened(person: Any, document: Any) -> Any:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("documents:word", args=[document.run.public_id, document.form_code]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return docx.Document(io.BytesIO(answer.content))


def test_a_draft_says_that_it_is_one_and_what_is_missing(world):
    document = world.document(world.run())
    world.save(document, reason="We have *one* aim:\n\n- shade\n- apples <b>")

    paper = opened(world.editor, document)

    text = [(it.style.name, it.text) for it in paper.paragraphs]
    assert ("Title", "Orchard plan") in text
    assert ("Heading 2", "Why an orchard?") in text
    assert ("List Bullet", "apples <b>") in text
    assert ("Normal", "Not answered yet") in text
    assert ("Normal", "9 of 50 words") in text
    assert any(it.startswith("Draft of ") for _, it in text)
    assert [run.text for it in paper.paragraphs for run in it.runs if run.italic and run.text == "one"] == [
        "one"
    ]
    assert paper.core_properties.author == ""
    assert paper.core_properties.language == "en-GB"


def test_what_was_handed_in_is_no_draft(world):
    paper = opened(world.reader, world.submitted())

    said = [it.text for it in paper.paragraphs]
    assert any(it.startswith("As submitted") for it in said)
    assert "Not answered yet" in said  # the question that need not be answered
    assert not any(it.endswith("words") for it in said)


def test_rows_are_a_table_whose_head_is_said_again(world):
    run = meadow(world, world.now)
    document = world.document(run, MeadowPlan)
    world.save(document, **WHOLE)

    paper = opened(world.editor, document)

    [table] = paper.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Name", "How many", "Where"]
    assert [cell.text for cell in table.rows[1].cells][:2] == ["Poppy", "40"]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_numbers_are_those_that_were_typed(world):
    document = world.document(world.run())
    world.save(document, reason="1. one\n2. two\n\nand\n\n1. again\n4. four")

    paper = opened(world.editor, document)

    counted = [it for it in paper.paragraphs if it.style.name == "List Number"]
    numbering = [it._p.pPr.numPr.numId.val for it in counted]
    starts = {
        num.numId: num.find(".//w:startOverride", num.nsmap).get(qn("w:val"))
        for num in paper.part.numbering_part.element.num_lst
        if num.numId in numbering
    }
    assert [it.text for it in counted] == ["one", "two", "again", "four"]
    assert numbering[0] == numbering[1]
    assert [starts[it] for it in numbering] == ["1", "1", "1", "4"]
    assert paper.core_properties.comments == ""


@pytest.mark.parametrize("who", ["stranger"])
def test_a_stranger_finds_none(world, who):
    document = world.document(world.run())
    client = Client()
    client.force_login(getattr(world, who))

    address = reverse("documents:word", args=[document.run.public_id, Plan.code])
    assert client.get(address).status_code == 404
    assert Client().get(address).status_code == 302
