"""What keeps mail from leaving."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models.runs import Run

_NO_RUN, _NO_AREA, _NO_ADDRESS = Q(run=None), Q(area=""), Q(address="")


class MailStop(models.Model):
    """A stop of the post: about one run, to one address, about all runs of an area, or all of it (none of the three).

    While it is open, what is posted in its scope is held. ``why`` is a code of the caller, ``words`` say it to the office.
    Stops that were made together bear one ``batch`` and are lifted together. Addresses are kept in small letters.
    Where a day ``through`` which it holds was agreed, ``then`` says what becomes of what it held: sent, merged or dropped.
    """

    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="mail_stops")
    area = models.CharField(max_length=20, blank=True)
    address = models.EmailField(max_length=254, blank=True)
    batch = models.UUIDField(null=True, blank=True)
    why = models.CharField(max_length=40)
    words = models.CharField(max_length=250)
    since = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    through = models.DateField(null=True, blank=True)
    then = models.CharField(max_length=10, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_stop_has_one_scope",
                condition=(_NO_AREA & _NO_ADDRESS) | (_NO_RUN & _NO_ADDRESS) | (_NO_RUN & _NO_AREA),
            )
        ]
        indexes = [
            models.Index(
                fields=["address"], name="stop_by_address", condition=Q(lifted_at=None) & ~Q(address="")
            ),
            models.Index(
                fields=["since"],
                name="stop_of_an_area_or_of_all",
                condition=Q(lifted_at=None, run=None, address=""),
            ),
            models.Index(
                fields=["batch"], name="stop_by_batch", condition=Q(lifted_at=None, batch__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}: {self.words}"
