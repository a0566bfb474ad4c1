"""What the engine keeps: runs and their history, waivers, changes of small states, jobs and incidents, mail."""

from workflow.models.calendar import BankHoliday, QuietWeek, Term
from workflow.models.jobs import Incident, Job
from workflow.models.messages import Message
from workflow.models.numbers import NumberSeries
from workflow.models.runs import RecordNote, Run, TransitionRecord
from workflow.models.states import StateChange
from workflow.models.stops import MailStop
from workflow.models.waivers import Waiver

__all__ = [
    "BankHoliday",
    "Incident",
    "Job",
    "MailStop",
    "Message",
    "NumberSeries",
    "QuietWeek",
    "RecordNote",
    "Run",
    "StateChange",
    "Term",
    "TransitionRecord",
    "Waiver",
]
