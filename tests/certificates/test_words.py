from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from certificates.fitting import fit
from certificates.words import Words, WrongWords


def test_words_survive_being_kept(words: Words):
    assert Words.from_json(words.as_json()) == words


def test_words_lose_what_cannot_be_seen(words: Words):
    assert replace(words, recipient=" Elm\u200b  Park\n\tPrima\u0301ry\x00 ").recipient == "Elm Park Primáry"


def test_words_name_the_award(words: Words):
    assert words.award == "Gold Artsmark"
    assert replace(words, level="", level_code="").award == "Artsmark"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("recipient", "  ", "A certificate needs its recipient"),
        ("recipient", "x" * 201, "The recipient is longer than 200 characters"),
        ("signatory", "", "A certificate needs its signatory"),
        ("statement", "x" * 241, "The statement is longer than 240 characters"),
        ("valid_to", dt.date(2026, 3, 8), "The award would end before it begins"),
    ],
)
def test_words_that_cannot_stand_are_refused(words: Words, field: str, value: object, sentence: str):
    with pytest.raises(WrongWords, match=sentence):
        replace(words, **{field: value})


def _half(text: str) -> float:
    return len(text) / 2


def test_name_is_set_as_large_as_it_can_be():
    assert fit("Elm Park", _half).lines == ("Elm Park",)
    assert [fit("a" * length, _half).step for length in (8, 26, 100)] == [1, 2, 6]


def test_name_in_lines_has_lines_of_about_one_length():
    setting = fit("Queensbridge and Hazelwell Federation of Infant and Junior Schools", _half)

    assert setting.lines == ("Queensbridge and Hazelwell Federation", "of Infant and Junior Schools")


def test_name_keeps_every_word():
    name = " ".join(["Wombwell Manor"] * 13)

    assert " ".join(fit(name, _half).lines) == name
