"""What the engine keeps: runs and their history, waivers, changes of small states, jobs and incidents, mail."""

from workflow.models.jobs import Incident, Job
from workflow.models.messages import Message
from workflow.models.numbers import NumberSeries
from workflow.models.runs import RecordNote, Run, TransitionRecord
from workflow.models.states import StateChange
from workflow.models.stops import MailStop
from workflow.models.waivers import Waiver

__all__ = [
    "Incident",
    "Job",
    "MailStop",
    "Message",
    "NumberSeries",
    "RecordNote",
    "Run",
    "StateChange",
    "TransitionRecord",
    "Waiver",
]
