from __future__ import annotations

import pytest

from certificates.numbering import ALPHABET, NotANumber, new_number, read_number


def test_number_tells_its_place_in_the_year():
    assert new_number(2026, 123)[:15] == "WM-2026-000123-"


def test_number_of_one_place_cannot_be_foretold():
    assert len({new_number(2026, 123) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "typed",
    [
        "{number}",
        "  {lower} ",
        "{spaced}",
        "{bare}",
        "{bare_without_prefix}",
        "{with_letters_for_figures}",
        "{with_long_dashes}",
    ],
)
def test_number_is_read_as_people_type_it(typed: str):
    number = new_number(2026, 10)
    ways = {
        "number": number,
        "lower": number.lower(),
        "spaced": number.replace("-", " "),
        "bare": number.replace("-", ""),
        "bare_without_prefix": number.replace("-", "")[2:],
        "with_letters_for_figures": number[:8].replace("0", "O")
        + number[8:14].replace("0", "o")
        + number[14:],
        "with_long_dashes": number.replace("-", "–"),
    }

    assert read_number(typed.format(**ways)) == number


def test_number_with_any_one_wrong_character_is_refused():
    number = new_number(2026, 123)
    for place, right in enumerate(number[3:], start=3):
        if right == "-":
            continue
        for wrong in set("0123456789" + ALPHABET) - {right}:
            with pytest.raises(NotANumber):
                read_number(number[:place] + wrong + number[place + 1 :])


def test_number_with_two_swapped_neighbours_is_refused():
    bare = new_number(2026, 123).replace("-", "")[2:]
    for place in range(len(bare) - 1):
        swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
        if swapped != bare:
            with pytest.raises(NotANumber):
                read_number(swapped)


@pytest.mark.parametrize("typed", ["", "hello", "WM-2026", "WM-2026-000123", "../../etc/passwd", "x" * 5000])
def test_number_that_is_none_is_refused_with_a_pattern_to_follow(typed: str):
    with pytest.raises(NotANumber, match="looks like WM-2026-000123-XK7QH"):
        read_number(typed)
