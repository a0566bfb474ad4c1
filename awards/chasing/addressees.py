"""Who at a school is written to when something is due."""

from __future__ import annotations

from collections.abc import Sequence

from awards.models import Contact
from awards.queries import leads_of
from workflow.journey import Addressee, Recipient
from workflow.models import Run
from workflow.queries import stopped_addresses


def _leads(runs: Sequence[Run]) -> dict[int, list[Recipient]]:
    return _people(runs, [Contact.LEAD])


def _seconds_or_leads(runs: Sequence[Run]) -> dict[int, list[Recipient]]:
    return _people(runs, [Contact.SECOND, Contact.LEAD])


def _people(runs: Sequence[Run], roles: Sequence[str]) -> dict[int, list[Recipient]]:
    """Those with the first role that anybody has to whom mail arrives. Two queries."""
    contacts = leads_of(runs)
    stopped = stopped_addresses(one.person.email for ones in contacts.values() for one in ones)
    found = {}
    for run_id, ones in contacts.items():
        reached = [one for one in ones if one.person.email.lower() not in stopped]
        by_role = ([one for one in reached if one.role == role] for role in roles)
        first = next((some for some in by_role if some), [])
        found[run_id] = [Recipient(one.person.email, one.person.name, one.person_id) for one in first]
    return found


LEAD = Addressee("lead", "The lead", _leads)
SECOND_CONTACT = Addressee(
    "second-contact", "The second contact, or the lead where there is none", _seconds_or_leads
)
