"""Taking mail back when a step is undone: what has not left is recalled, and for what has left another mail follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings

from workflow.journey import Step
from workflow.messages import Letter, post_many, recall_for
from workflow.models import Message

HAS_NOT_LEFT = frozenset({Message.QUEUED, Message.HELD, Message.RECALLED, Message.DROPPED})


def take_back(
    steps: Sequence[Step], *, template: str, words: str, names: Mapping[tuple[int, str], str]
) -> None:
    """Recall the mails of moves, and write to everybody whose mail has left that the run was moved back.

    ``template``: of the mail that the move sent; ``words``: of the one that follows; ``names``: who is called how, by run
    and address in small letters. A fixed number of statements.
    """
    if not steps:
        return
    actor, now = steps[0].actor, steps[0].now
    recall_for([step.record for step in steps], by=actor, now=now)
    of_record = {str(step.record.pk): step for step in steps}
    left = Message.objects.filter(run__in=[step.run for step in steps], template=template).exclude(
        state__in=HAS_NOT_LEFT
    )
    letters = []
    for message in left:
        step = of_record.get(message.key.split(":")[1])
        if step is not None:
            letters.append(_letter(step, message, words=words, names=names))
    post_many(letters, now=now)


def _letter(step: Step, message: Message, *, words: str, names: Mapping[tuple[int, str], str]) -> Letter:
    run = step.run
    return Letter(
        words,
        message.to_email,
        f"put_back:{step.record.pk}:{message.to_email}",
        {
            "run": run,
            "journey": run.journey,
            "name": names.get((run.pk, message.to_email.lower()), "colleague"),
            "about": message.subject,
            "step": run.declared_state.outside_label,
            "due_on": run.due_on,
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
        },
        run,
    )
