"""The calendar as it is shipped: brought in after every migration, and left alone where the office has edited it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps as every_app
from django.apps.registry import Apps
from django.db import models

from workflow.calendar import usual_quiet_days, usual_terms

FIRST_YEAR, LAST_YEAR = 2017, 2030  # academic years: to July 2031


def seed_calendar(*, apps: Apps = every_app, **_: Any) -> None:
    """Answers ``post_migrate``. Does nothing at a state of the database that has no calendar yet."""
    try:
        term, holiday, quiet = (
            apps.get_model("workflow", name) for name in ("Term", "BankHoliday", "QuietWeek")
        )
    except LookupError:
        return
    _bring_in(term, _terms(), by=("area", "academic_year", "name"))
    _bring_in(holiday, _bank_holidays(), by=("day",))
    _bring_in(quiet, _quiet_weeks(), by=("area", "academic_year", "why", "kind"))


def _terms() -> Iterator[dict[str, Any]]:
    for year in _years():
        for term in usual_terms(year):
            yield {"area": "", **vars(term)}


def _quiet_weeks() -> Iterator[dict[str, Any]]:
    for year in _years():
        for why, kind, begins, ends in usual_quiet_days(year):
            yield {
                "area": "",
                "academic_year": year,
                "why": why,
                "kind": kind,
                "begins": begins,
                "ends": ends,
            }


def _bank_holidays() -> Iterator[dict[str, Any]]:
    from workflow.calendar.holidays import bank_holidays  # noqa: PLC0415 - slow import, wanted only here

    for holiday in bank_holidays(FIRST_YEAR, LAST_YEAR + 1):
        yield vars(holiday)


def _years() -> Iterable[int]:
    return range(FIRST_YEAR, LAST_YEAR + 1)


def _bring_in(model: type[models.Model], rows: Iterable[dict[str, Any]], *, by: tuple[str, ...]) -> None:
    """Three statements at most: read, add what is missing, change what differs and nobody has edited."""
    kept = {tuple(getattr(row, name) for name in by): row for row in model._default_manager.all()}
    missing, changed, fields = [], [], set()
    for given in rows:
        row: Any = kept.get(tuple(given[name] for name in by))
        if row is None:
            missing.append(model(**given))
            continue
        differing = {name for name, value in given.items() if getattr(row, name) != value}
        if differing and row.edited_at is None:
            for name in differing:
                setattr(row, name, given[name])
            changed.append(row)
            fields |= differing
    model._default_manager.bulk_create(missing, ignore_conflicts=True)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields))
