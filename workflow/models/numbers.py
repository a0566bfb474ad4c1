"""Numbers without gaps."""

from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series ("invoice-2018"). Locked while one is taken, so none is lost or doubled."""

    code = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"

    def __str__(self) -> str:
        return f"{self.code}: {self.last}"
