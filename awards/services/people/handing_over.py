"""The hand-over of a school's lead: proposed, confirmed, and done at once or not at all.

It is done as soon as both agree, or the head teacher does, or an officer has rung the number that the register gives.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from awards.models import Application, HandOver, Person, Post
from awards.services.people.accounts import keep_safe, person_with
from awards.services.people.leads import take_the_lead
from awards.services.people.letters import write
from awards.services.people.parts import lock_run, open_leads, present_lead
from awards.services.people.published import published_number
from documents.plain_text import one_line, plain
from workflow import messages
from workflow.refusals import Refused
from workflow.state import change

LEAVER, SUCCESSOR, HEAD = "leaver", "successor", "head"
PURPOSES = {side: f"hand-over-{side}" for side in (LEAVER, SUCCESSOR, HEAD)}
PAGES = {side: f"awards:hand_over_by_{side}" for side in (LEAVER, SUCCESSOR, HEAD)}
LINK_LASTS = dt.timedelta(days=30)  # our default, no public source


class NoHandOver(Refused):
    """It cannot be proposed, or is over, or is not this person's to confirm."""


@transaction.atomic
def propose(
    application: Application,
    *,
    name: str,
    email: str,
    by: Person,
    now: dt.datetime,
    why: str = "",
    by_link: bool = False,
) -> HandOver:
    """Propose that somebody takes the lead over. Those who have not agreed by proposing it get a mail with a link.

    ``by_link``: proposed by the link of a reminder, which may have been passed on: then nobody has agreed yet.
    Raises NoHandOver while another is open, and for the person who leads already.
    """
    lock_run(application)
    email = email.strip().lower()
    lead = present_lead(application)
    if lead is not None and lead.person.email.lower() == email:
        raise NoHandOver(
            f"{lead.person} leads here already. Give the email address of the person who takes over."
        )
    _refuse_second(application, by=by, now=now)
    hand_over = HandOver.objects.create(
        application=application,
        leaver=lead,
        name=one_line(name)[:150],
        email=email,
        why=plain(why),
        proposed_by=by,
        proposed_at=now,
        leaver_agreed_at=now if not by_link and lead is not None and by == lead.person else None,
        successor_agreed_at=now if not by_link and by.email.lower() == email else None,
    )
    if hand_over.successor_agreed_at is None:
        _ask(hand_over, SUCCESSOR, to=email, name=hand_over.name, now=now)
    if lead is not None and hand_over.leaver_agreed_at is None:
        _ask(hand_over, LEAVER, to=lead.person.email, name=lead.person.name, now=now)
    _finish_if_confirmed(hand_over, by=by, now=now)
    return hand_over


@transaction.atomic
def agree(
    hand_over: HandOver,
    *,
    side: str,
    now: dt.datetime,
    signed_in: Person | None = None,
    by_link: bool = False,
) -> HandOver:
    """The leaver, the successor or the head agrees: signed in as that person, or by the personal link.

    Raises NoHandOver when it is over, when the leaver leads no more, and for anybody else who is signed in.
    """
    locked = _locked_open(hand_over, now=now)
    is_theirs = signed_in is not None and may_agree(locked, side=side, person=signed_in)
    if not (by_link or is_theirs):
        raise NoHandOver("This is for somebody else to confirm.")
    if side == LEAVER and not _leaver_leads(locked):
        raise NoHandOver(f"{locked.leaver.person if locked.leaver else 'The lead'} leads here no more.")
    field = {LEAVER: "leaver_agreed_at", SUCCESSOR: "successor_agreed_at", HEAD: "head_agreed_at"}[side]
    if getattr(locked, field) is None:
        setattr(locked, field, now)
        locked.save(update_fields=[field])
    _finish_if_confirmed(
        locked,
        by=signed_in if is_theirs else None,
        now=now,
        reads_mail=by_link and side == SUCCESSOR,
        signed_in=signed_in,
    )
    return locked


@transaction.atomic
def ask_head(hand_over: HandOver, *, email: str, by: Person, now: dt.datetime) -> HandOver:
    """Mail the head teacher a link to confirm alone. The address is the officer's finding, or known from a post.

    Raises NoHandOver when it is over, and for the address of the person who takes over.
    """
    locked = _locked_open(hand_over, now=now)
    email = email.strip().lower()
    if email == locked.email:
        raise NoHandOver(
            "This is the address of the person who takes over. The head teacher has another one."
        )
    locked.head_email = email
    locked.save(update_fields=["head_email"])
    _ask(locked, HEAD, to=email, name="", now=now)
    return locked


@transaction.atomic
def record_call(
    hand_over: HandOver, *, rang_on: dt.date, spoke_to: str, by: Person, now: dt.datetime
) -> HandOver:
    """Record that an officer rang the school's published number and was told that it is so: then it is done.

    Raises NoHandOver when it is over, when the register gives no number, and for a day to come.
    """
    locked = _locked_open(hand_over, now=now)
    number = published_number(locked.application)
    if not number:
        raise NoHandOver(
            "The register gives no telephone number for this school, so a call proves nothing. Ask the head teacher by"
            " email, or both."
        )
    if rang_on > timezone.localdate(now):
        raise NoHandOver("The call lies in the future. Give the day on which you rang.")
    is_today = rang_on == timezone.localdate(now)
    noon = timezone.make_aware(dt.datetime.combine(rang_on, dt.time(12)))
    locked.rang_by, locked.rang_number = by, number
    locked.rang_at = now if is_today else noon
    locked.save(update_fields=["rang_by", "rang_at", "rang_number"])
    _finish_if_confirmed(locked, by=by, now=now, spoke_to=one_line(spoke_to))
    return locked


@transaction.atomic
def withdraw_hand_over(hand_over: HandOver, *, by: Person | None, now: dt.datetime) -> HandOver:
    """Take it back, or decline it by its link (``by`` None): nothing has changed. The others are told.

    Raises NoHandOver when it is over.
    """
    locked = _locked(hand_over)
    if locked.state != HandOver.OPEN:
        raise NoHandOver(why_closed(locked, now=now))
    change(locked, "withdraw", now=now, actor=by)
    told = {locked.email: locked.name}
    told |= {it.person.email: it.person.name for it in open_leads(locked.application)}
    if locked.proposed_by is not None:
        told.setdefault(locked.proposed_by.email, locked.proposed_by.name)
    for email, name in told.items():
        if by is None or email != by.email:
            write(
                "hand_over_withdrawn",
                locked.application,
                to=email,
                key=f"hand-over-withdrawn:{locked.pk}:{email}",
                now=now,
                name=name,
                successor=locked.name,
                is_declined=by is None,
            )
    return locked


def why_closed(hand_over: HandOver, *, now: dt.datetime) -> str:
    """Why a hand-over can no longer be confirmed, in words; empty while it can."""
    if hand_over.state == HandOver.OPEN:
        is_old = now - hand_over.proposed_at > LINK_LASTS
        return (
            "This hand-over was proposed more than 30 days ago. Take it back and propose it anew."
            if is_old
            else ""
        )
    return {
        HandOver.DONE: f"This hand-over is done: {hand_over.name} has taken over.",
        HandOver.WITHDRAWN: "This hand-over was taken back, and nothing has changed.",
    }[hand_over.state]


def may_agree(hand_over: HandOver, *, side: str, person: Person) -> bool:
    """Whether somebody who is signed in is the one who agrees on this side."""
    if side == LEAVER:
        return hand_over.leaver is not None and hand_over.leaver.person == person
    if side == SUCCESSOR:
        return hand_over.email == person.email.lower()
    return person.posts.filter(role=Post.HEAD, subject=hand_over.application.subject, until=None).exists()


def _refuse_second(application: Application, *, by: Person, now: dt.datetime) -> None:
    """One at a time. One that has run out makes room."""
    waiting = application.hand_overs.select_for_update().filter(state=HandOver.OPEN).first()
    if waiting is None:
        return
    if not why_closed(waiting, now=now):
        raise NoHandOver(
            f"A hand-over to {waiting.name} is waiting for an answer. Take it back first, then propose another."
        )
    change(waiting, "withdraw", now=now, actor=by)


def _locked(hand_over: HandOver) -> HandOver:
    lock_run(hand_over.application)
    return (
        HandOver.objects.select_for_update(of=("self",))
        .select_related(
            "application__run", "application__subject", "leaver__person", "proposed_by", "rang_by"
        )
        .get(pk=hand_over.pk)
    )


def _locked_open(hand_over: HandOver, *, now: dt.datetime) -> HandOver:
    locked = _locked(hand_over)
    if why := why_closed(locked, now=now):
        raise NoHandOver(why)
    return locked


def _leaver_leads(hand_over: HandOver) -> bool:
    lead = present_lead(hand_over.application)
    return lead is not None and lead == hand_over.leaver


def _ask(hand_over: HandOver, side: str, *, to: str, name: str, now: dt.datetime) -> None:
    write(
        f"hand_over_asked_{side}",
        hand_over.application,
        to=to,
        key=f"hand-over:{hand_over.pk}:{side}:{to}",
        now=now,
        name=name,
        successor=hand_over.name,
        leaver=hand_over.leaver.person.name if hand_over.leaver else "",
        asker=str(hand_over.proposed_by or ""),
        link=messages.personal_link(PAGES[side], PURPOSES[side], hand_over.pk),
        days=LINK_LASTS.days,
    )


def _how_confirmed(hand_over: HandOver, *, spoke_to: str) -> str:
    """By what it is confirmed, in words for the history; empty while something is missing."""
    if hand_over.rang_at is not None:
        rang_on = timezone.localdate(hand_over.rang_at)
        return f"Confirmed by telephone on {hand_over.rang_number}, {rang_on:%-d %B %Y}: {spoke_to}."
    if hand_over.head_agreed_at is not None:
        return "Confirmed by the head teacher."
    both = hand_over.leaver_agreed_at is not None and hand_over.successor_agreed_at is not None
    return "Confirmed by both." if both and _leaver_leads(hand_over) else ""


def _finish_if_confirmed(
    hand_over: HandOver,
    *,
    by: Person | None,
    now: dt.datetime,
    reads_mail: bool = False,
    signed_in: Person | None = None,
    spoke_to: str = "",
) -> None:
    how = _how_confirmed(hand_over, spoke_to=spoke_to)
    if not how:
        return
    application = hand_over.application
    before = [lead.person for lead in open_leads(application)]
    person = person_with(hand_over.email, name=hand_over.name)
    keep_safe(person, reads_mail=reads_mail, signed_in=signed_in)
    change(hand_over, "complete", now=now, actor=by)
    names = " and ".join(it.name for it in before)
    note = f"{person.name} leads now, after {names}. {how}" if names else f"{person.name} leads now. {how}"
    take_the_lead(application, person=person, by=by, now=now, note=note)
    write(
        "hand_over_done_successor", application, to=person.email, key=f"hand-over-done:{hand_over.pk}", now=now,
        name=person.name, leaver=names,
    )  # fmt: skip
    for leaver in before:
        if leaver != person:
            write(
                "hand_over_done_leaver", application, to=leaver.email, now=now,
                key=f"hand-over-done:{hand_over.pk}:{leaver.pk}", name=leaver.name, successor=person.name,
            )  # fmt: skip
