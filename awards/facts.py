"""What guards may want to know of a run's subject, days and money. Each is loaded for many runs in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, Lower

from awards.models import Attendee, Invoice, RegisterEntry, SchoolUrn
from workflow.journey import Fact
from workflow.models import Run


@dataclass(frozen=True)
class Training:
    """Who of the school has attended a development day."""

    staff: int = 0
    senior_leaders: int = 0


@dataclass(frozen=True)
class Fee:
    """The live invoice of a run, in pounds. ``number`` is empty while there is none."""

    number: str = ""
    owed: Decimal = Decimal(0)
    is_sent: bool = False


_PERSON = Lower("name")  # somebody who came to two days is one member of staff


def _load_training(runs: Sequence[Run]) -> Mapping[int, Training]:
    rows = (
        Attendee.objects.filter(booking__application__run__in=runs, attended=True)
        .values("booking__application__run")
        .annotate(
            staff=Count(_PERSON, distinct=True),
            senior_leaders=Count(_PERSON, distinct=True, filter=Q(post=Attendee.SENIOR_LEADER)),
        )
    )
    return {row["booking__application__run"]: Training(row["staff"], row["senior_leaders"]) for row in rows}


def _load_fee(runs: Sequence[Run]) -> Mapping[int, Fee]:
    rows = (
        Invoice.objects.filter(application__run__in=runs)
        .exclude(state=Invoice.CANCELLED)
        .annotate(paid=Coalesce(Sum("payments__amount"), Decimal(0)))
        .values_list("application__run", "number", "amount", "paid", "state")
    )
    return {
        run: Fee(number, Decimal(0) if state == Invoice.PAID else amount - paid, state != Invoice.RAISED)
        for run, number, amount, paid, state in rows
    }


def _load_register_entry(runs: Sequence[Run]) -> Mapping[int, RegisterEntry]:
    urns = (
        SchoolUrn.objects.filter(until=None, school__subject__applications__run__in=runs)
        .select_related("entry")
        .annotate(run=F("school__subject__applications__run"))
    )
    return {urn.run: urn.entry for urn in urns}


TRAINING: Fact[Training] = Fact("training", _load_training, Training())
FEE: Fact[Fee] = Fact("fee", _load_fee, Fee())
REGISTER_ENTRY: Fact[RegisterEntry | None] = Fact("register entry", _load_register_entry, None)
