"""What a bulk act was given, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from workflow.acts import ACTS
from workflow.models import BulkAct
from workflow.presenters import day
from workflow.reasons import in_words


def name_of_act(bulk: BulkAct) -> str:
    """What the act is called; its code, where it is known no more."""
    act = ACTS.get(bulk.act)
    return act.label if act else bulk.act


def given_in_words(bulk: BulkAct) -> list[dict[str, str]]:
    """Each answer that the act's form was given, as rows of key and value; what was left empty is left out."""
    act = ACTS.get(bulk.act)
    fields = act.form().fields if act else {}
    rows = [
        {"key": str(fields[name].label).removesuffix(" (optional)"), "value": _in_words(fields[name], value)}
        for name, value in bulk.values.items()
        if name in fields and value
    ]
    rows += [{"key": "Reason", "value": in_words(bulk.reason)}] if bulk.reason else []
    rows += [{"key": "In words", "value": bulk.words}] if bulk.words else []
    return rows


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.DateField):
        return day(dt.date.fromisoformat(value))
    return str(dict(getattr(field, "choices", ())).get(value, value))
