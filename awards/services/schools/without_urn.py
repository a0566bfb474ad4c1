"""Settings that the national register does not list: youth offending teams, virtual schools and the like.

"Who can apply" on artsmark.org.uk (2018-19) names youth offending teams; virtual schools have registered since 2022. An
officer adds them, under a code of the office's own; whether one may take part the officer decides by adding it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from awards.models import Area, Person, RegisterEntry, School, SchoolUrn, Subject
from awards.register.names import spaced_postcode
from awards.register.phases import phase_of
from awards.remarks import GIVEN_URN
from awards.services.schools.looking_into import call
from workflow.models import Run
from workflow.numbers import next_number
from workflow.refusals import Refused
from workflow.services import annotate_many

SERIES = "setting"


class CannotAdd(Refused):
    """The code or the URN is another setting's."""


@dataclass(frozen=True)
class Details:
    """What is known of a setting. ``code`` empty: it gets the next one of the office's own."""

    name: str
    type: str
    area: Area | None
    code: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""


@transaction.atomic
def add_setting(details: Details) -> School:
    """Add a setting without a URN. Raises CannotAdd when the code is taken."""
    code = details.code.strip().upper() or next_local_code()
    _refuse_taken(code)
    subject = Subject.objects.create(kind=Subject.SCHOOL, name=details.name, area=details.area)
    return School.objects.create(subject=subject, local_code=code, **_local(details))


@transaction.atomic
def change_setting(school: School, *, details: Details) -> School:
    """Put right what is written of a setting without a URN; its journeys under way take the new name.

    Raises CannotAdd when the code is taken, or when the setting is in the register by now.
    """
    runs = Run.objects.filter(application__subject=school.pk, finished_at=None)
    list(runs.select_for_update(of=("self",), no_key=True).order_by("pk"))
    locked = School.objects.select_for_update(of=("self",)).select_related("subject").get(pk=school.pk)
    if locked.urns.exists():
        raise CannotAdd(f"{locked.subject.name} is in the national register: what that says of it is used.")
    code = details.code.strip().upper() or locked.local_code or next_local_code()
    if code != locked.local_code:
        _refuse_taken(code)
    locked.local_code = code
    for name, value in _local(details).items():
        setattr(locked, name, value)
    locked.save()
    call(locked.subject, details.name)
    Subject.objects.filter(pk=locked.pk).update(area=details.area)
    runs.update(area=details.area.pk if details.area else "")
    return School.objects.select_related("subject__area").get(pk=locked.pk)


@transaction.atomic
def give_urn(school: School, *, entry: RegisterEntry, by: Person, now: dt.datetime) -> SchoolUrn:
    """A setting is in the register now: from today it is known under that URN. Its own code stays beside it.

    Raises CannotAdd when it has a URN already, or the URN is another school's here.
    """
    applications = Run.objects.filter(application__subject=school.pk)
    runs = list(applications.select_for_update(of=("self",), no_key=True).order_by("pk"))
    RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    locked = School.objects.select_for_update(of=("self",)).select_related("subject").get(pk=school.pk)
    if locked.urns.exists():
        raise CannotAdd(
            f"{locked.subject.name} has a URN already. If it changes, hand over to its successor."
        )
    known = SchoolUrn.objects.filter(entry=entry, until=None).select_related("school__subject").first()
    if known:
        raise CannotAdd(
            f"URN {entry.pk} is here already, as {known.school.subject.name}. Is it another school? Look at the URN again."
        )
    urn = SchoolUrn.objects.create(school=locked, entry=entry, since=timezone.localdate(now))
    call(locked.subject, entry.name)
    Subject.objects.filter(pk=locked.pk).update(area=entry.area)
    applications.filter(finished_at=None).update(area=entry.area_id or "", kind=phase_of(entry))
    annotate_many(
        runs,
        GIVEN_URN,
        actor=by,
        now=now,
        note=f"{locked.subject.name} is in the national register now, as {entry.name}, URN {entry.pk}.",
        detail={"to": entry.pk},
    )
    return urn


def next_local_code() -> str:
    """The next code of the office's own: "S0001"."""
    while School.objects.filter(local_code=(code := f"S{next_number(SERIES):04d}")).exists():
        pass
    return code


def _refuse_taken(code: str) -> None:
    taken = School.objects.filter(local_code=code).select_related("subject").first()
    if taken:
        raise CannotAdd(
            f"{code} is the code of {taken.subject.name}. Choose another, or leave it empty for a new one."
        )


def _local(details: Details) -> dict[str, str]:
    return {
        "local_type": details.type,
        "local_address": details.address,
        "local_postcode": spaced_postcode(details.postcode),
        "local_telephone": details.telephone,
    }
