"""The schools of the year, in groups that behave alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

BEGINS = (9, 1)  # month and day


def on(day: str, *, year: int) -> dt.date:
    """A day such as "10-06" of the school year that begins in September of a year; "-1:03-20": of the one before."""
    back, _, rest = day.rpartition(":")
    month, number = (int(part) for part in rest.split("-"))
    begun = year + int(back or 0)
    return dt.date(begun if (month, number) >= BEGINS else begun + 1, month, number)


@dataclass(frozen=True)
class Scene:
    """A group of schools: where they stood on 1 September, and whether somebody is second contact.

    days: the days that the office's list gives, by its columns. led_together: so many schools have one lead.
    """

    code: str
    number: int
    step: str
    days: dict[str, str]
    says: str
    has_second: bool = True
    led_together: int = 1
    area: str = ""


_NEW = {"Registered": "-1:06-10"}
_DELIVERING = {
    "Registered": "-3:09-20",
    "Day attended": "-3:11-08",
    "Commitment submitted": "-2:02-20",
    "Commitment accepted": "-2:03-20",
}
_ASKED = {"Registered": "-1:01-10", "Day attended": "-1:04-22", "At this step since": "-1:08-28"}
_REPORTED = {**_DELIVERING, "Case Study submitted": "-1:08-27"}
_HELD_AREA = "336"  # Wolverhampton: its post is stopped for a while

SCENES = (
    Scene(
        "books", 40, "registered", _NEW, "come to a development day in November, and write nothing after it"
    ),
    Scene("silent", 60, "registered", _NEW, "never answer, until an officer rings"),
    Scene("alone", 40, "registered", _NEW, "never answer, and have no second contact", has_second=False),
    Scene("asks", 40, "registered", _NEW, "ask for four weeks more, by the link in a reminder"),
    Scene("quiet", 40, "registered", _NEW, "ask for quiet, by the link in a reminder"),
    Scene("delivering", 120, "delivering", _DELIVERING, "let their two years run out"),
    Scene("paused", 40, "delivering", _DELIVERING, "are paused for six weeks"),
    Scene("extended", 40, "delivering", _DELIVERING, "get time until the end of June, all together"),
    Scene("withdrawn", 20, "delivering", _DELIVERING, "withdraw in January"),
    Scene("bounced", 30, "registered", _NEW, "have a lead to whom no mail arrives"),
    Scene("trust", 50, "registered", _NEW, "are led five by five, by one person of a trust", led_together=5),
    Scene("asked", 30, "commitment_sent_back", _ASKED, "do not answer what was asked about their commitment"),
    Scene("with-us", 30, "case_study_submitted", _REPORTED, "wait for us, and we are slow"),
    Scene(
        "held",
        20,
        "delivering",
        _DELIVERING,
        "are where the post is stopped for a while",
        led_together=2,
        area=_HELD_AREA,
    ),
)
