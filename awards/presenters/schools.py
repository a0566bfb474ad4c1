"""Schools through time in words: what to look into, what a hand-over does, where a school is known from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from awards.models import Application, Award, Item, RegisterEntry, School, SchoolUrn
from awards.register.changes import OF_THE_REGISTER, WENT_BACK, WENT_ON, head_of
from awards.register.known import Found
from awards.services.schools.handing_over import HANDED_OVER, words_of
from awards.services.schools.looking_into import NAME_TAKEN
from awards.services.schools.planning import Plan
from awards.wording import pounds
from workflow.presenters import day, moment, short_day

ABOUT_SUCCESSION = (Item.CLOSING, Item.CLOSED, Item.SUCCESSOR, Item.GONE)
_OUTCOMES = {
    NAME_TAKEN: "The new name was taken",
    HANDED_OVER: "Handed over to the school that goes on",
    WENT_BACK: "The register went back to what it said before",
    WENT_ON: "It went further",
}


@dataclass(frozen=True)
class ItemRow:
    """A line of the list of what to look into."""

    school: str
    what: str
    was: str
    now: str
    since: str
    href: str


def item_row(item: Item) -> ItemRow:
    return ItemRow(
        school=item.subject.name,
        what=item.get_kind_display(),
        was=item.was,
        now=item.now,
        since=short_day(item.opened_at),
        href=item_href(item),
    )


def item_href(item: Item) -> str:
    """Its page: who leads is asked on the journey's own."""
    if item.kind not in OF_THE_REGISTER and item.run is not None:
        return reverse("awards:who_leads", args=[item.run.public_id])
    return reverse("awards:school_item", args=[item.pk])


def item_facts(item: Item) -> list[dict[str, str]]:
    """What changed, from what to what, since when."""
    rows = [{"key": "Was", "value": item.was}] if item.was else []
    rows += [{"key": "Now", "value": item.now}, {"key": "Since", "value": moment(item.opened_at)}]
    if item.entry:
        rows.append({"key": "URN", "value": str(item.entry.pk)})
    return rows


def how_closed(item: Item) -> str:
    """What came of an item, in a sentence; empty while it is open."""
    if item.closed_at is None:
        return ""
    what = _OUTCOMES.get(item.outcome, "Seen to")
    who = f" by {item.closed_by}" if item.closed_by else ""
    return f"{what}{who} on {day(item.closed_at)}."


def counted_kinds(counts: dict[str, int]) -> list[dict[str, str]]:
    """How many of each kind are open, in the order of the kinds, each with its list."""
    address = reverse("awards:school_items")
    return [
        {"text": f"{label} {counts[kind]}", "href": f"{address}?kind={kind}"}
        for kind, label in Item.KINDS
        if counts.get(kind)
    ]


def found_lines(found: Sequence[Found]) -> list[dict[str, str]]:
    """What a search found, each with where it leads."""
    return [_found_line(it) for it in found]


def _found_line(found: Found) -> dict[str, str]:
    school, entry = found.school, found.entry
    if entry is None and school is not None:
        name, hint = school.subject.name, f"{school.local_type} · {school.local_code}"
    elif entry is not None:
        place = ", ".join(part for part in (entry.street, f"{entry.town} {entry.postcode}".strip()) if part)
        name, hint = entry.name, f"{place} · URN {entry.pk} · {entry.type_name}"
        if school and school.subject.name != entry.name:
            hint += f" · here as {school.subject.name}"
    else:
        name = hint = ""
    status = "" if entry is None or entry.status_code == "1" else entry.status_name
    if school:
        href = reverse("awards:school", args=[school.subject.public_id])
    else:
        href = reverse("awards:register_for", args=[entry.pk]) if entry else ""
    return {
        "name": name,
        "hint": hint,
        "href": href,
        "status": status or ("" if school else "No journey here"),
    }


def school_facts(school: School, entry: RegisterEntry | None) -> list[dict[str, str]]:
    """Who the school is: by the register, or by what the office wrote down."""
    area = school.subject.area.name if school.subject.area else ""
    if entry is None:
        return [
            {"key": "What it is", "value": school.local_type},
            {"key": "Code", "value": school.local_code or ""},
            {"key": "Address", "value": _joined(school.local_address, school.local_postcode)},
            {"key": "Telephone", "value": school.local_telephone},
            {"key": "Local authority", "value": area},
        ]
    return [
        {"key": "URN", "value": str(entry.pk)},
        {"key": "Type", "value": entry.type_name},
        {"key": "In the register", "value": entry.status_name},
        {"key": "Trust", "value": entry.trust_name or "None"},
        {"key": "Head", "value": _joined(head_of(entry), entry.head_job_title)},
        {"key": "Address", "value": _joined(entry.street, entry.town, entry.postcode)},
        {"key": "Telephone", "value": entry.telephone},
        {"key": "Local authority", "value": area},
    ]


def urn_lines(urns: Sequence[SchoolUrn]) -> list[str]:
    """Under which URNs a school was known, and when."""
    return [_urn_line(urn) for urn in urns]


def _urn_line(urn: SchoolUrn) -> str:
    times = " ".join(
        f"{word} {day(on)}" for word, on in (("from", urn.since), ("until", urn.until)) if on is not None
    )
    return f"{urn.entry_id}, {urn.entry.name}{': ' + times if times else ''}"


def journey_lines(applications: Sequence[Application]) -> list[dict[str, str]]:
    return [
        {
            "title": application.run.journey.title,
            "href": reverse("awards:run", args=[application.run.public_id]),
            "step": application.run.declared_state.label,
            "when": f"ended {day(application.run.finished_at)}"
            if application.run.finished_at
            else "under way",
        }
        for application in applications
    ]


def award_lines(awards: Sequence[Award], *, today: dt.date) -> list[str]:
    return [
        f"{award.level}, awarded {day(award.awarded_on)},"
        f" {'to' if award.expires_on >= today else 'ran out'} {day(award.expires_on)}"
        for award in awards
    ]


def plan_parts(plan: Plan, *, today: dt.date) -> dict[str, Any]:
    """A hand-over before the button, heading by heading."""
    return {
        "way": plan.way.words,
        "sentence": words_of(plan),
        "moves_to": plan.into.subject.name if plan.into else "",
        "journeys": journey_lines(plan.applications),
        "awards": award_lines(plan.awards, today=today),
        "staying": award_lines(plan.staying, today=today),
        "people": [f"{it.name}, {it.role_label.lower()}: {it.email}" for it in plan.people],
        "debts": [
            {
                "text": f"{it.invoice.number}: {pounds(it.owed)} is still owed by {it.debtor}",
                "href": reverse("awards:fee", args=[_run_of(plan, it.invoice.application_id)]),
            }
            for it in plan.debts
        ],
        "signatures": [f"{it.name}, {it.role_label.lower()}" for it in plan.signatures],
    }


def _run_of(plan: Plan, application_id: int) -> Any:
    return next(it.run.public_id for it in plan.applications if it.pk == application_id)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
