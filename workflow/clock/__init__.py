"""The clock: what time brings about. One tick does what is due; two at once do it once."""

from __future__ import annotations

from workflow.clock.asking import done, prompt, prompts_of, rest, rests_through
from workflow.clock.daily import register_daily
from workflow.clock.sweeping import Swept, sweep
from workflow.clock.ticking import Ticked, tick
from workflow.clock.trying import NextRung, WouldRemind, next_rungs, what_would_go
from workflow.clock.words import Occasion, register_words

__all__ = [
    "NextRung",
    "Occasion",
    "Swept",
    "Ticked",
    "WouldRemind",
    "done",
    "next_rungs",
    "prompt",
    "prompts_of",
    "register_daily",
    "register_words",
    "rest",
    "rests_through",
    "sweep",
    "tick",
    "what_would_go",
]
