"""Which certificates there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from certificates.models import Certificate
from workflow.models import Run


def current_certificate(run: Run) -> Certificate | None:
    """The certificate that stands for the run (queued or issued; it may have lapsed), if there is one."""
    return Certificate.objects.filter(run=run, state__in=Certificate.CURRENT).first()


def certificates_of(runs: Iterable[Run]) -> dict[int, list[Certificate]]:
    """All certificates of each run, newest first, by run id. One query; a run without any is left out."""
    found: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in Certificate.objects.filter(run__in=[run.pk for run in runs]).order_by("-pk"):
        found[certificate.run_id].append(certificate)
    return dict(found)


def certificate_of_number(number: str) -> Certificate | None:
    """The certificate of an exact number, with its run and the one that replaced it."""
    return Certificate.objects.select_related("run", "replaced_by").filter(number=number).first()
