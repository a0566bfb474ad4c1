"""What changed from copy to copy, and lists and emphasis in answers."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from documents import services
from documents.differences import ADDED, KEPT, REMOVED, changes, difference
from documents.markup import Run, blocks, to_html, without_marks
from documents.models import Signature
from tests.documents.test_asking import asked
from tests.documents.world import Plan, World, reads
from workflow.messages import token_for
from workflow.models import Message

TEXTS = st.text(alphabet=st.sampled_from("ab \n*-1.<&שé"), max_size=60)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@given(old=TEXTS, new=TEXTS)
def test_kept_and_removed_make_the_old_text_and_kept_and_added_the_new(old, new):
    runs = difference(old, new)

    assert "".join(run.text for run in runs if run.kind in (KEPT, REMOVED)) == old
    assert "".join(run.text for run in runs if run.kind in (KEPT, ADDED)) == new


def test_words_are_told_apart_not_letters():
    runs = difference("We plant nine trees.", "We plant ten trees.")

    assert [(run.kind, run.text) for run in runs] == [
        (KEPT, "We plant "),
        (REMOVED, "nine"),
        (ADDED, "ten"),
        (KEPT, " trees."),
    ]


def test_very_long_texts_are_compared_by_paragraphs_first():
    old = "\n".join(f"Paragraph {number} of a long report, with its words." for number in range(3_000))
    new = old.replace("Paragraph 1500 of", "Paragraph fifteen hundred of")

    begun = time.monotonic()
    runs = difference(old, new)

    assert time.monotonic() - begun < 20  # against hours: no measure of speed
    assert [run.text for run in runs if run.kind == ADDED] == ["fifteen hundred"]


def test_contents_are_compared_question_by_question():
    old = {"sections": [{"questions": [{"code": "a", "label": "A", "words": "One."}]}]}
    new = {
        "sections": [
            {
                "questions": [
                    {"code": "a", "label": "A", "words": ""},
                    {
                        "code": "g",
                        "label": "Goal",
                        "words": "x",
                        "parts": [{"code": "aim", "label": "Aim", "words": "x"}],
                    },
                ]
            }
        ]
    }

    assert [(it.question, it.label, it.kind) for it in changes(old, new)] == [
        ("a", "A", "gone"),
        ("g", "Goal: Aim", "new"),
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *two* **three**.", '<p dir="auto">One <em>two</em> <strong>three</strong>.</p>\n'),
        ("- a\n- b", '<ul dir="auto">\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>\n'),
        ("2018. We began", '<p dir="auto">2018. We began</p>\n'),
        ("5 * 3 * 2", '<p dir="auto">5 * 3 * 2</p>\n'),
        ("a\nb", '<p dir="auto">a<br>\nb</p>\n'),
        ("<b>&lt;</b>", '<p dir="auto">&lt;b&gt;&amp;lt;&lt;/b&gt;</p>\n'),
        ("[x](javascript:alert(1)) ![y](z)", '<p dir="auto">[x](javascript:alert(1)) ![y](z)</p>\n'),
        ("# no heading", '<p dir="auto"># no heading</p>\n'),
    ],
)
def test_answers_have_lists_and_emphasis_and_nothing_else(text, html):
    assert to_html(text) == html


@given(text=st.text(alphabet=st.sampled_from("ab *-_1.\n\t<>&\"'`[]()!#\\"), max_size=80))
def test_whatever_is_typed_no_tag_of_its_own_comes_out(text):
    ours = r'</?(p|ul|ol|li|em|strong)( start="\d+")?( dir="auto")?( value="\d+")?>|<br>'

    assert "<" not in re.sub(ours, "", to_html(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*", '<p dir="auto">*</p>\n'),
        ("- - -", '<p dir="auto">- - -</p>\n'),
        ("+ three", '<p dir="auto">+ three</p>\n'),
        ("Yes\n- and no", '<p dir="auto">Yes</p>\n<ul dir="auto">\n<li dir="auto">and no</li>\n</ul>\n'),
        (
            "5. five\n9. nine",
            '<ol start="5" dir="auto">\n<li dir="auto">five</li>\n<li dir="auto" value="9">nine</li>\n</ol>\n',
        ),
    ],
)
def test_marks_and_numbers_stay_as_they_were_typed(text, html):
    assert to_html(text) == html


@given(text=st.text(alphabet=st.sampled_from("xy *-1.\n"), max_size=200))
@example(text="- " * 60 + "x")
@example(text="\n".join("  " * depth + "- x" for depth in range(40)))
def test_no_word_is_lost_however_deep_it_lies(text):
    words = re.findall("[xy]", text)

    assert re.findall("[xy]", re.sub("<[^>]*>", "", to_html(text))) == words
    assert re.findall("[xy]", without_marks(text)) == words


def test_a_text_that_says_one_word_again_and_again_is_compared_at_once():
    begun = time.monotonic()
    difference("the " * 990, "the a " * 490)
    difference("the " * 20_000, "the a " * 10_000)

    assert time.monotonic() - begun < 20  # against many minutes: no measure of speed


def test_one_word_in_a_paragraph_of_twenty_thousand_is_found():
    words = [f"word{number % 3_000}" for number in range(20_000)]
    old = " ".join(words)
    new = " ".join([*words[:9_000], "another", *words[9_001:]])

    assert [(it.kind, it.text) for it in difference(old, new) if it.kind != KEPT] == [
        (REMOVED, words[9_000]),
        (ADDED, "another"),
    ]


def test_blocks_are_what_other_papers_need():
    assert [
        (it.kind, list(it.runs), it.depth, it.number) for it in blocks("Hi *you*\n\n- a\n  - b\n4. c\n\n   d")
    ] == [
        ("paragraph", [Run("Hi "), Run("you", is_italic=True)], 0, 0),
        ("bullet", [Run("a")], 0, 0),
        ("bullet", [Run("b")], 1, 0),
        ("number", [Run("c")], 0, 4),
        ("paragraph", [Run("d")], 0, 0),
    ]


def second_copy(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Handed in, asked about, changed, signed by the head again, handed in."""
    monkeypatch.setattr(Plan, "signs_again", ("head",))
    document = world.submitted()
    asked(world, document)
    world.save(document, reason="Our playground has no shade for the youngest.")
    services.sign(world.asked(document), name="Hana Head", read=reads(document), now=world.now)
    Message.objects.all().delete()
    world.hand_in(document)
    return document


def test_the_second_copy_shows_what_changed(world, monkeypatch):
    document = second_copy(world, monkeypatch)
    address = reverse("documents:differences", args=[document.run.public_id, Plan.code, 2])

    html = signed_in(world.officer).get(address).content.decode()

    assert "<ins>" in html
    assert "for the youngest." in html
    assert "Heavy clay" not in html
    assert signed_in(world.stranger).get(address).status_code == 404
    first = reverse("documents:differences", args=[document.run.public_id, Plan.code, 1])
    assert signed_in(world.officer).get(first).status_code == 404


def test_who_signed_the_copy_before_is_told_and_sees_what_changed(world, monkeypatch):
    second_copy(world, monkeypatch)

    [mail] = Message.objects.all()
    chair = Signature.objects.get(role="chair")
    assert mail.subject == "Changed since you signed: Orchard plan of Apple Lane School"
    assert mail.to_email == chair.email
    link = reverse("documents:sign_by_link", args=[services_token(chair)])
    html = Client().get(link).content.decode()
    assert "What changed since you signed" in html
    assert "for the youngest." in html


def services_token(signature: Signature) -> str:
    return token_for("signature", signature.pk)


def test_who_signs_again_sees_what_changed_first(world, monkeypatch):
    monkeypatch.setattr(Plan, "signs_again", ("head",))
    document = world.submitted()
    asked(world, document)
    world.save(document, reason="Our playground has no shade for the youngest.")
    signature = world.asked(document)

    html = Client().get(reverse("documents:sign_by_link", args=[services_token(signature)])).content.decode()

    assert "What changed since it was submitted before" in html
    assert "<ins>" in html
