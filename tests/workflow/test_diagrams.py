from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

from tests.trial.journeys import Trial
from workflow import diagrams
from workflow.management.commands.journeys import files_of

DRAWN = """<?xml version="1.0"?>
<svg width="62pt" height="138pt" viewBox="0 0 62 138" xmlns="http://www.w3.org/2000/svg">
<g id="graph0" class="graph"><title>trial-1</title>
<g id="state-draft" class="node state phase-joining"><title>draft</title><path fill="none" stroke="black" d="M0"/>
<text font-family="Arial">Draft</text></g>
<g id="move-submit-draft" class="edge move"><title>a-b</title><polygon fill="#000000" stroke="black" points="0"/></g>
</g></svg>"""


def test_graph_has_a_box_for_each_state_and_an_arrow_for_each_way():
    lines = [line.strip() for line in diagrams.dot(Trial).splitlines()]

    assert [line for line in lines if line.startswith('"draft" [')] == [
        '"draft" [label="Draft" id="state-draft" class="state phase-joining"]'
    ]
    assert [line for line in lines if line.startswith('"deciding" ->')] == [
        '"deciding" -> "done" [label="  Decide  " id="move-decide-deciding" class="move"]',
        '"deciding" -> "refused" [label="  Refuse  " id="move-refuse-deciding" class="move"]',
    ]


def test_graph_draws_what_leaves_every_live_state_once():
    assert diagrams.dot(Trial).count('label="  Withdraw  "') == 1


def test_label_breaks_into_lines_and_keeps_its_quotes():
    assert diagrams._label('Ask about "the" Statement of Commitment') == (
        r'"Ask about \"the\"\nStatement of\nCommitment"'
    )


def test_drawing_takes_the_colours_of_its_page_and_says_what_it_shows():
    root = ET.fromstring(diagrams.finished(DRAWN, Trial))

    assert (root.get("role"), root.get("width")) == ("img", None)
    assert [child.tag.rsplit("}")[-1] for child in root] == ["title", "desc", "g"]
    assert root.get("aria-labelledby").split() == [root[0].get("id"), root[1].get("id")]
    colours = {shape.get(kind) for shape in root.iter() for kind in ("fill", "stroke")}
    assert colours == {None, "none", "currentColor"}
    assert [title.text for title in root.iter(f"{{{diagrams.SVG}}}title")] == [
        "A trial, 1: the whole journey",
        "Draft",
    ]


def test_marked_drawing_has_one_state_marked():
    marked = diagrams.marked(diagrams.finished(DRAWN, Trial), "draft")

    assert marked.count("is-here") == 1
    assert 'id="state-draft" class="is-here node state phase-joining"' in marked


def test_description_says_where_each_state_leads():
    assert diagrams.in_a_sentence(Trial) == (
        "Draft: leads to Submitted, Withdrawn. Submitted: leads to Submitted, Sent back, Deciding."
        " Sent back: leads to Submitted. Deciding: leads to Done, Refused."
        " Done: an end. Refused: an end. Withdrawn: an end."
    )


def test_page_has_states_transitions_and_settings():
    page = diagrams.page(Trial, drawing="trial.svg")

    assert page.startswith("# A trial, edition 1\n\nDrawn from `tests.trial.journeys`")
    assert (
        "| Submitted | With us | deciding | Office | Read it. | 1 term, a term is long enough | 10 days |"
        in page
    )
    assert "| Draft (begins) |  | joining | Team | Write it. | 14 days |  |" in page
    assert (
        "| Submit | Draft, Sent back | Submitted | Team lead | `area given`, `name given` | `count` (can be undone) |  |"
        in page
    )
    assert "| Record a visit | Submitted | Submitted | Officer | none: it records a fact |  |  |" in page
    assert "| Withdraw | any live state | Withdrawn | Team lead, Officer |  |  | Why? |" in page
    assert "`fail` (It never gets as far.)" in page
    assert "| `weeks` | 6 | a page of its own |" in page


def test_files_are_one_page_and_one_drawing_for_each_edition():
    files = {path.as_posix(): text for path, text in files_of([Trial]).items()}

    assert list(files) == ["docs/journeys/trial-1.md", "static/public/journeys/trial-1.svg"]
    assert "(../../static/public/journeys/trial-1.svg)" in files["docs/journeys/trial-1.md"]
    for name in Trial.states:
        assert f'id="state-{name}"' in files["static/public/journeys/trial-1.svg"]


@pytest.fixture
def drawn(tmp_path):
    call_command("journeys", "draw", root=tmp_path, stdout=StringIO())
    return tmp_path


def test_check_passes_on_what_was_just_drawn(drawn):
    call_command("journeys", "check", root=drawn)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("docs/journeys/trial-1.md", lambda path: path.write_text("old")),
        ("static/public/journeys/trial-1.svg", lambda path: path.unlink()),
        ("docs/journeys/gone-1.md", lambda path: path.write_text("of a journey that is no longer declared")),
    ],
)
def test_check_names_what_differs(drawn, file, change):
    change(drawn / file)

    with pytest.raises(CommandError) as refusal:
        call_command("journeys", "check", root=drawn)

    assert str(refusal.value).splitlines()[1:] == [file]


def test_draw_removes_what_is_no_longer_declared(drawn):
    (drawn / "docs/journeys/gone-1.md").write_text("old")

    call_command("journeys", "draw", root=drawn, stdout=StringIO())

    assert not (drawn / "docs/journeys/gone-1.md").exists()


def test_list_names_every_journey():
    said = StringIO()

    call_command("journeys", "list", stdout=said)

    rows = [" ".join(line.split()) for line in said.getvalue().splitlines()]
    assert "trial 1 A trial 7 states 8 transitions" in rows
