"""What the engine keeps: runs and their history, changes of small states, jobs and incidents, messages."""

from workflow.models.calendar import BankHoliday, QuietWeek, Term
from workflow.models.jobs import Incident, Job
from workflow.models.messages import Message
from workflow.models.numbers import NumberSeries
from workflow.models.runs import RecordNote, Run, TransitionRecord
from workflow.models.states import StateChange

__all__ = [
    "BankHoliday",
    "Incident",
    "Job",
    "Message",
    "NumberSeries",
    "QuietWeek",
    "RecordNote",
    "Run",
    "StateChange",
    "Term",
    "TransitionRecord",
]
