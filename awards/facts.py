"""What guards may want to know of a run's subject, days and money. Each is loaded for many runs in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from awards.invoices.queries import left_of, with_sums
from awards.models import Attendee, Invoice, RegisterEntry, SchoolUrn
from workflow.journey import Fact
from workflow.models import Run


@dataclass(frozen=True)
class Training:
    """Who of the school has attended a development day. Who came for a part counts once the rest is caught up."""

    staff: int = 0
    senior_leaders: int = 0
    to_catch_up: int = 0


@dataclass(frozen=True)
class Fee:
    """What is owed for a run, in pounds. ``number`` is empty while nothing is invoiced, or all of it was credited.

    ``is_written_off``: so much is owed, and the office no longer asks for it.
    """

    number: str = ""
    owed: Decimal = Decimal(0)
    is_sent: bool = False
    is_written_off: bool = False


_WHOLE = Q(missed_part="") | Q(caught_up_on__isnull=False)
_PERSON = Lower("name")  # somebody who came to two days is one member of staff


def _load_training(runs: Sequence[Run]) -> Mapping[int, Training]:
    rows = (
        Attendee.objects.filter(booking__application__run__in=runs, booking__given_up_at=None, attended=True)
        .values("booking__application__run")
        .annotate(
            staff=Count(_PERSON, distinct=True, filter=_WHOLE),
            senior_leaders=Count(_PERSON, distinct=True, filter=_WHOLE & Q(post=Attendee.SENIOR_LEADER)),
            to_catch_up=Count(_PERSON, distinct=True, filter=~_WHOLE),
        )
    )
    return {
        row["booking__application__run"]: Training(row["staff"], row["senior_leaders"], row["to_catch_up"])
        for row in rows
    }


def _load_fee(runs: Sequence[Run]) -> Mapping[int, Fee]:
    """Of several invoices the last that stands: those before it are settled."""
    standing = Invoice.objects.exclude(state__in=[Invoice.CANCELLED, Invoice.CREDITED])
    invoices = with_sums(standing.filter(application__run__in=runs)).select_related("application")
    return {
        it.application.run_id: Fee(
            it.number,
            left_of(it),
            is_sent=it.state != Invoice.RAISED,
            is_written_off=it.state == Invoice.WRITTEN_OFF,
        )
        for it in invoices.order_by("pk")
    }


def _load_register_entry(runs: Sequence[Run]) -> Mapping[int, RegisterEntry]:
    urns = (
        SchoolUrn.objects.filter(until=None, school__subject__applications__run__in=runs)
        .select_related("entry")
        .annotate(run=F("school__subject__applications__run"))
    )
    return {urn.run: urn.entry for urn in urns}


def _load_other_live_runs(runs: Sequence[Run]) -> Mapping[int, bool]:
    """Whether the subject is on its way through the same programme by another run."""
    others = Run.objects.filter(
        application__subject__applications__run=OuterRef("pk"),
        journey_code=OuterRef("journey_code"),
        finished_at=None,
    ).exclude(pk=OuterRef("pk"))
    found = Run.objects.filter(pk__in=[run.pk for run in runs]).filter(Exists(others))
    return dict.fromkeys(found.values_list("pk", flat=True), True)


OTHER_LIVE_RUN: Fact[bool] = Fact("other live run", _load_other_live_runs, absent=False)
TRAINING: Fact[Training] = Fact("training", _load_training, Training())
FEE: Fact[Fee] = Fact("fee", _load_fee, Fee())
REGISTER_ENTRY: Fact[RegisterEntry | None] = Fact("register entry", _load_register_entry, None)
