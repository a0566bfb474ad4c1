"""The engine's own pages."""

from __future__ import annotations

from workflow.views.correcting import correct_day
from workflow.views.stopping import lift_stop, stops
from workflow.views.taking import take
from workflow.views.waiving import waive_condition, waivers

__all__ = ["correct_day", "lift_stop", "stops", "take", "waive_condition", "waivers"]
