"""What the engine keeps: runs and their history, waivers, changes of small states, jobs and incidents, mail."""

from workflow.models.acts import BulkAct, BulkRow, ExtensionRequest
from workflow.models.board import Activity, SavedView, StepPace
from workflow.models.calendar import BankHoliday, QuietWeek, Term
from workflow.models.chasing import Prompt, ReminderSent, Respite
from workflow.models.jobs import Incident, Job
from workflow.models.messages import Message, Wording
from workflow.models.numbers import NumberSeries
from workflow.models.runs import RecordNote, Run, TransitionRecord
from workflow.models.states import StateChange
from workflow.models.stops import MailStop
from workflow.models.waivers import Waiver

__all__ = [
    "Activity",
    "BankHoliday",
    "BulkAct",
    "BulkRow",
    "ExtensionRequest",
    "Incident",
    "Job",
    "MailStop",
    "Message",
    "NumberSeries",
    "Prompt",
    "QuietWeek",
    "RecordNote",
    "ReminderSent",
    "Respite",
    "Run",
    "SavedView",
    "StateChange",
    "StepPace",
    "Term",
    "TransitionRecord",
    "Waiver",
    "Wording",
]
