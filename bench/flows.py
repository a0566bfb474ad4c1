"""The same way as a flow of viewflow.workflow: a View for each step."""

from __future__ import annotations

from django.views.generic import View as DjangoView
from viewflow import this
from viewflow.workflow import flow, lock


def _step() -> flow.View:
    return flow.View(DjangoView.as_view()).Permission("bench.change_row")


class EightViews(flow.Flow):
    """Eight Views in a row. Locks by SELECT FOR UPDATE and waits, the one safe way inside a transaction."""

    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle().Next(this.step_0)
    step_0 = _step().Next(this.step_1)
    step_1 = _step().Next(this.step_2)
    step_2 = _step().Next(this.step_3)
    step_3 = _step().Next(this.step_4)
    step_4 = _step().Next(this.step_5)
    step_5 = _step().Next(this.step_6)
    step_6 = _step().Next(this.step_7)
    step_7 = _step().Next(this.end)
    end = flow.End()
