"""Who a journey is about. One table for all, and one row beside it for what each kind has of its own."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Area(models.Model):
    """A local authority, by the code that the register gives it ("330"). Codes keep their leading zeros."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """Somebody or something that can be on a journey."""

    SCHOOL, PRACTITIONER, ORGANISATION = "school", "practitioner", "organisation"
    NETWORK, PARTNERSHIP, PLACE, FUNDER, ENQUIRER = "network", "partnership", "place", "funder", "enquirer"
    KINDS = [
        (SCHOOL, "School or setting"),
        (PRACTITIONER, "Practitioner"),
        (ORGANISATION, "Organisation"),
        (NETWORK, "Network"),
        (PARTNERSHIP, "Partnership"),
        (PLACE, "Place"),
        (FUNDER, "Funder"),
        (ENQUIRER, "Enquirer"),
    ]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=250)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class _OfSubject(models.Model):
    subject = models.OneToOneField(
        Subject, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.subject.name


class School(_OfSubject):
    """A school or other setting through time. Its URNs are a history and there may be none: see SchoolUrn.

    One without a URN (a youth offending team, a virtual school) has a code that the office gives it, and its own
    address and telephone number; where there is a register entry, that is asked instead.
    """

    local_code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    local_type = models.CharField(max_length=80, blank=True)
    local_address = models.CharField(max_length=300, blank=True)
    local_postcode = models.CharField(max_length=10, blank=True)
    local_telephone = models.CharField(max_length=40, blank=True)


class Practitioner(_OfSubject):
    """A person as somebody who takes part; has an account or not."""

    person = models.OneToOneField(
        "awards.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="practitioner"
    )


class Organisation(_OfSubject):
    """An arts or cultural organisation, a trust, a company."""


class Network(_OfSubject):
    """Schools that go a way together."""


class Partnership(_OfSubject):
    """A local cultural education partnership."""


class Place(_OfSubject):
    """An area that a programme works in."""


class Funder(_OfSubject):
    """Somebody who gives money, or a strategic partner."""


class Enquirer(_OfSubject):
    """Somebody who asked: all that is known of them is what they wrote."""

    email = models.EmailField(max_length=254)


class RegisterEntry(models.Model):
    """One row of the national register of schools, as last imported. Never deleted.

    Source of the columns: the daily file of Get Information about Schools. Codes are text: they carry leading zeros.
    """

    urn = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=250)
    search_name = models.CharField(max_length=250)
    type_code = models.CharField(max_length=5)
    type_name = models.CharField(max_length=80)
    further_education_type = models.CharField(max_length=80, blank=True)
    status_code = models.CharField(max_length=5)
    status_name = models.CharField(max_length=60)
    phase_name = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    census_on = models.DateField(null=True, blank=True)
    free_meals_percentage = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    trust_code = models.CharField(max_length=20, blank=True)
    trust_name = models.CharField(max_length=200, blank=True)
    establishment_number = models.CharField(max_length=10, blank=True)
    ukprn = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    head_title = models.CharField(max_length=40, blank=True)
    head_first_name = models.CharField(max_length=100, blank=True)
    head_last_name = models.CharField(max_length=100, blank=True)
    head_job_title = models.CharField(max_length=100, blank=True)
    region_code = models.CharField(max_length=5, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    first_seen_on = models.DateField()
    last_seen_on = models.DateField()

    class Meta:
        verbose_name_plural = "register entries"
        indexes = [
            GinIndex(fields=["search_name"], name="entry_by_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["postcode"], name="entry_by_postcode", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"


class SchoolUrn(models.Model):
    """Under which URN a school was known, and when. A conversion to an academy gives a new one."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="urns")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="school_urns")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(until=None), name="one_present_urn_a_school"
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(until=None), name="one_present_school_a_urn"
            ),
            models.CheckConstraint(
                name="urn_ends_after_it_begins",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} of {self.school}"
