"""Lines of a state's task list that lead to the office's pages of an assessment."""

from __future__ import annotations

from assessments.guards import feedback_ready, readers_allocated
from workflow.journey import Task

choose_readers = Task("Choose two readers", "assessments:allocate", readers_allocated, by_office=True)
edit_feedback = Task("Edit the feedback", "assessments:feedback", feedback_ready, by_office=True)
