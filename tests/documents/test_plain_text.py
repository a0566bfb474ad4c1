"""Text as it is kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.plain_text import one_line, plain, plain_answer

SAMPLES = [
    ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("a\x00b\x07c", "abc"),
    ("a\tb", "a\tb"),
    ("  padded  \n\n\n\nagain  ", "padded\n\nagain"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("مرحبا \u202eevil\u202c", "مرحبا evil"),
    ("e\u0301", "é"),
    ("👩🏽‍🎨", "👩🏽‍🎨"),
    ("a\ud800b", "ab"),
    ("Siân Łukasz Đorđe", "Siân Łukasz Đorđe"),
]


@pytest.mark.parametrize(("typed", "kept"), SAMPLES)
def test_text_is_kept_plain(typed, kept):
    assert plain(typed) == kept


@given(st.text(st.characters()))
def test_plain_text_stays_as_it_is(text):
    kept = plain(text)

    assert plain(kept) == kept
    assert json.loads(json.dumps(kept).encode()) == kept
    assert "\x00" not in kept


def test_parts_left_blank_are_dropped():
    assert plain_answer({"aim": " Shade ", "now": " ", "sure": False}) == {"aim": "Shade"}
    assert plain_answer(True) is True


def test_a_name_is_one_line():
    assert one_line(" Ann\n Other\x00 ") == "Ann Other"
