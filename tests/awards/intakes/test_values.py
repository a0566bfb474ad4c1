from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from awards.intakes.values import UnreadableValue, read_date, read_email, read_pounds, read_urn, read_yes


@pytest.mark.parametrize(
    "text",
    [
        "2018-04-03",
        "2018-04-03 00:00:00",
        "3/4/2018",
        "03.04.18",
        "3rd April 2018",
        "Tues 3 April 2018",
        "3-Apr-18",
        "April 3, 2018",
        "20180403",
        "43193",
        " 3  Apr  2018 ",
    ],
)
def test_day_is_read_as_it_is_written_in_britain(text):
    assert read_date(text) == dt.date(2018, 4, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("04/25/2018", "“04/25/2018” seems to have the month first. If you mean 25 April 2018, write it so."),
        ("31/02/2018", "“31/02/2018”: there is no such day. Look at it again."),
        ("3/4/85", "“3/4/85”: write the year with four figures."),
        ("3/4/1918", "“3/4/1918” lies in the year 1918. Look at it again."),
        ("April 2018", "“April 2018” is not a day. Write it like 3 April 2018 or 03/04/2018."),
        ("tbc", "“tbc” is not a day. Write it like 3 April 2018 or 03/04/2018."),
    ],
)
def test_day_in_doubt_is_refused_with_what_to_write(text, sentence):
    with pytest.raises(UnreadableValue) as refused:
        read_date(text)

    assert refused.value.reasons == [sentence]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("500", "500.00"),
        ("£1,250.5", "1250.50"),
        ("-20.00", "-20.00"),
        ("(20.00)", "-20.00"),
        ("£ 0.01", "0.01"),
    ],
)
def test_pounds_are_exact(text, amount):
    assert read_pounds(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "500.005", "1.234,50", "12,34", "five", "--1", "£"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(UnreadableValue, match="is not an amount in pounds"):
        read_pounds(text)


def test_yes_no_urns_and_addresses():
    assert [read_yes(text) for text in ("Yes", "x", "", "no")] == [True, True, False, False]
    assert [read_urn(text) for text in ("103122", " URN: 103 122", "103122.0")] == [103122] * 3
    assert read_email(" <Lena@School.Example> ") == "lena@school.example"
    with pytest.raises(UnreadableValue, match="neither yes nor no"):
        read_yes("perhaps")
    with pytest.raises(UnreadableValue, match="is not a URN"):
        read_urn("St Mary’s")
    with pytest.raises(UnreadableValue, match="is not an email address"):
        read_email("lena at school")
