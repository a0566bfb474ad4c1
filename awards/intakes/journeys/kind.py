"""The kind of table by which schools that are under way come in."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.utils import timezone

from awards.intakes.journeys.columns import COLUMNS
from awards.intakes.journeys.examining import examine
from awards.intakes.journeys.taking import take_in
from awards.intakes.registry import Choices, Examination, IntakeKind, lines_of, register_kind
from awards.intakes.tables import Column
from awards.models import Intake, Person


@register_kind
class JourneysIntake(IntakeKind):
    """The office's own list: one line a school, with the step that it has reached."""

    code = Intake.JOURNEYS
    title = "Bring in schools under way"
    asks = (
        "Hand in your list of schools, one line for each: which school, which edition, which step it has reached, the days "
        "that you know, and its lead. Nothing is written to any school before you say so."
    )
    button = "Bring them in"
    columns: ClassVar[tuple[Column, ...]] = tuple(COLUMNS.values())
    done = "awards/intakes/includes/brought_in.html"
    about = [COLUMNS[key].name for key in ("urn", "name", "postcode", "local_code")]
    more = "awards/intakes/includes/export.html"

    def examine(self, intake: Intake, *, now: dt.datetime, choices: Choices) -> Examination:
        return examine(lines_of(intake), today=timezone.localdate(now), choices=choices)

    def take_in(
        self, intake: Intake, examination: Examination, *, by: Person | None, now: dt.datetime
    ) -> dict[str, Any]:
        return take_in(examination.rows, file_name=intake.file_name, by=by, now=now)
