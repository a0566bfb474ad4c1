"""What ``check`` says of the office's settings."""

from __future__ import annotations

from django.core.checks import run_checks
from django.test import override_settings


@override_settings(ARTSMARK_EDITION="2031-imagined")
def test_an_unknown_edition_is_named_by_check() -> None:
    (fault,) = run_checks(tags=["settings"])
    assert fault.id == "awards.E001"
    assert fault.hint == "Set it to one of 2018-in-house, 2018-recorded, 2019-in-house, 2019-recorded."


def test_the_edition_that_is_shipped_is_there() -> None:
    assert run_checks(tags=["settings"]) == []
