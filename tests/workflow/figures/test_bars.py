"""Bars by their values: lengths, words, and that nothing of a name gets into the drawing as markup."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from workflow.figures import Bar, Part, cell, draw_bars
from workflow.figures.bars import ROW, WIDTH

NS = "{http://www.w3.org/2000/svg}"


def drawn(*bars, **given):
    words = {"name": "some", "title": "Some work", "description": "How much there is."} | given
    return ET.fromstring(draw_bars(bars, **words))


def parts_of(drawing):
    return [
        (rect.get("class").rpartition("--")[2], float(rect.get("x")), float(rect.get("width")))
        for rect in drawing.iter("rect")
    ]


def texts_of(drawing, kind):
    return [text.text for text in drawing.iter("text") if text.get("class") == f"figure__{kind}"]


def test_longest_bar_fills_the_width_and_the_others_follow_its_scale():
    drawing = drawn(Bar("Many", "40", [Part(40)]), Bar("Few", "10", [Part(10)]))

    assert parts_of(drawing) == [("strong", 1, WIDTH - 2), ("strong", 1, 84.5)]
    assert drawing.get("viewBox") == f"0 0 {WIDTH} {2 * ROW}"


def test_parts_lie_one_behind_the_other_and_nought_is_not_drawn():
    drawing = drawn(Bar("Mixed", "4", [Part(1, "strong"), Part(0, "soft"), Part(3, "late")]))

    assert parts_of(drawing) == [("strong", 1, 84.5), ("late", 85.5, 253.5)]


def test_one_among_thousands_can_still_be_seen():
    drawing = drawn(Bar("Many", "9,999", [Part(9999)]), Bar("One", "1", [Part(1)]))

    assert parts_of(drawing)[1] == ("strong", 1, 2)


def test_nothing_at_all_draws_names_and_noughts():
    drawing = drawn(Bar("None", "0", [Part(0)]))

    assert (parts_of(drawing), texts_of(drawing, "label"), texts_of(drawing, "value")) == (
        [],
        ["None"],
        ["0"],
    )


def test_picture_is_named_and_described_for_those_who_do_not_see_it():
    drawing = drawn(Bar("A", "1", [Part(1)]), name="age")

    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby").split() == [drawing[0].get("id"), drawing[1].get("id")]
    assert (drawing[0].text, drawing[1].text) == ("Some work", "How much there is.")


def test_key_stands_above_the_bars():
    drawing = drawn(Bar("A", "1", [Part(1, "late")]), key=[("late", "Late"), ("soft", "In time")])

    assert texts_of(drawing, "key") == ["Late", "In time"]
    assert [kind for kind, *_ in parts_of(drawing)] == ["late", "soft", "late"]


def test_words_are_escaped_and_long_names_are_cut():
    nasty = '"><script>x()</script>&'
    drawing = drawn(Bar(nasty, nasty, [Part(1)]), title=nasty, description=nasty)
    long = drawn(Bar("A name that goes on and on for far too long to fit", "1", [Part(1)]))

    assert list(drawing.iter("script")) == []
    assert (texts_of(drawing, "label"), drawing[0].text) == ([nasty], nasty)
    assert texts_of(long, "label") == ["A name that goes on and o…"]


def test_cells_write_numbers_with_commas():
    assert [cell(1234)["text"], cell("about 3")["text"]] == ["1,234", "about 3"]
