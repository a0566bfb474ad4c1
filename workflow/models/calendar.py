"""Time as data: terms, bank holidays, quiet weeks."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from workflow.calendar import AUTUMN, SPRING, SUMMER


def _days(begins: str, ends: str) -> Func:
    both = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(F(begins), F(ends), both, function="daterange", output_field=DateRangeField())


class Term(models.Model):
    """A term of an area; of everywhere where the area is empty. ``academic_year`` 2018 is 2018/19. All days included.

    The rows of an area stand instead of everywhere's for that academic year. ``edited_at``: the office changed it, and
    what is shipped no longer does.
    """

    area = models.CharField(max_length=20, blank=True)
    academic_year = models.PositiveSmallIntegerField()
    name = models.CharField(
        max_length=10, choices=[(AUTUMN, "Autumn"), (SPRING, "Spring"), (SUMMER, "Summer")]
    )
    begins = models.DateField()
    ends = models.DateField()
    half_term_begins = models.DateField()
    half_term_ends = models.DateField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "academic_year", "name"], name="one_term_of_a_name_in_an_area_and_year"
            ),
            models.CheckConstraint(
                name="half_term_lies_in_its_term",
                condition=Q(half_term_begins__gt=F("begins"))
                & Q(half_term_ends__gte=F("half_term_begins"))
                & Q(ends__gt=F("half_term_ends")),
            ),
            ExclusionConstraint(
                name="terms_of_an_area_do_not_overlap",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    (_days("begins", "ends"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.academic_year} {self.area}".strip()


class BankHoliday(models.Model):
    """A bank holiday, everywhere. ``is_provisional``: not published yet. ``is_dropped``: the office says that it is none."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    is_provisional = models.BooleanField(default=False)
    is_dropped = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class QuietWeek(models.Model):
    """Days on which people are left in peace, both included. ``area`` and ``kind`` empty: everywhere, and all kinds.

    An area's row of the same reason and kind stands instead of everywhere's for that academic year.
    ``is_dropped``: the office says that nobody needs peace then.
    """

    area = models.CharField(max_length=20, blank=True)
    academic_year = models.PositiveSmallIntegerField()
    begins = models.DateField()
    ends = models.DateField()
    why = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    is_dropped = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "academic_year", "why", "kind"], name="one_quiet_week_for_each_reason"
            ),
            models.CheckConstraint(
                name="quiet_week_ends_after_it_begins", condition=Q(ends__gte=F("begins"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.why}, {self.begins}"
