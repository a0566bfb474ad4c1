"""The clock: what time brings about. One tick does what is due; two at once do it once."""

from __future__ import annotations

from workflow.clock.asking import (
    done,
    prompt,
    prompt_by_key,
    prompts_of,
    rest,
    rest_of,
    rests_through,
    taken_of,
)
from workflow.clock.daily import register_daily
from workflow.clock.sweeping import Swept, sweep
from workflow.clock.ticking import Ticked, look_again, tick, tick_again
from workflow.clock.trying import NextRung, WouldRemind, next_rungs, what_would_go
from workflow.clock.words import Occasion, register_words

__all__ = [
    "NextRung",
    "Occasion",
    "Swept",
    "Ticked",
    "WouldRemind",
    "done",
    "look_again",
    "next_rungs",
    "prompt",
    "prompt_by_key",
    "prompts_of",
    "register_daily",
    "register_words",
    "rest",
    "rest_of",
    "rests_through",
    "sweep",
    "taken_of",
    "tick",
    "tick_again",
    "what_would_go",
]
