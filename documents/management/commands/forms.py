"""`manage.py forms list|compare|take-up|kinds`: the forms, their wordings, and the drafts begun in older ones."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from documents.comparing import CHANGED, GONE, Change, changes_for, open_drafts, signed_among
from documents.registry import all_forms, get_form
from documents.services import take_up
from documents.vocabulary import KINDS, Form, Question

ACTS = ("list", "compare", "take-up", "kinds")


class Command(BaseCommand):
    help = "Lists the forms, compares their wordings, and takes open drafts over into the present one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=ACTS, nargs="?", default="list")
        parser.add_argument("code", nargs="?", default="", help="the form's code, for compare and take-up")
        parser.add_argument(
            "--void", action="store_true", help="take over signed drafts too, and end their signatures"
        )

    def handle(self, *args: Any, act: str, code: str, void: bool, **options: Any) -> None:
        if act == "list":
            self._list()
        elif act == "kinds":
            self.stdout.write(kinds_table())
        elif act == "compare":
            self._compare(_form(code))
        else:
            self._take_up(_form(code), void=void)

    def _list(self) -> None:
        found = open_drafts()
        for form in all_forms():
            drafts = [it for it in found if it.code == form.code]
            here = sum(it.count for it in drafts if it.is_present)
            older = [f"{it.count} on {it.version[:8]}" for it in drafts if not it.is_present]
            line = f"{form.code}  {form.version[:8]}  {_drafts(here)} open"
            self.stdout.write(f"{line}, {', '.join(older)}" if older else line)

    def _compare(self, form: type[Form]) -> None:
        older = [it for it in open_drafts([form]) if not it.is_present]
        if not older:
            self.stdout.write(f"Every open draft of {form.code} is in the present wording.")
        for drafts in older:
            self.stdout.write(f"{_drafts(drafts.count)} open on {drafts.version[:8]}:")
            changes = changes_for(form, drafts)
            for change in changes:
                self.stdout.write(f"  {_line(change)}")
            if not changes:
                self.stdout.write("  no question differs: only titles, guidance or order")

    def _take_up(self, form: type[Form], *, void: bool) -> None:
        taken = take_up(form, now=timezone.now(), void=void)
        self.stdout.write(f"{_drafts(len(taken.documents))} taken over into {form.version[:8]}.")
        if taken.ended:
            self.stdout.write(f"Signatures and requests ended: {len(taken.ended)}.")
        for words in signed_among(taken.left):
            self.stdout.write(f"Left alone, because somebody signed or was asked to: {words}.")
        if taken.left:
            self.stdout.write("With --void they are taken over too, and have to be signed again.")


def kinds_table() -> str:
    """The kinds of question as a table in Markdown: for docs/forms.md."""
    usual = {it.name for it in dataclasses.fields(Question)}
    lines = ["| kind | what it is | an answer is | options of its own |", "|---|---|---|---|"]
    for name, kind in sorted(KINDS.items()):
        options = [f"`{it.name}`" for it in dataclasses.fields(kind) if it.name not in usual]
        first = " ".join((kind.__doc__ or "").split("\n\n")[0].split()).replace("``", "`")
        lines.append(f"| `{name}` | {first} | {kind.shape} | {', '.join(options)} |")
    return "\n".join(lines)


def _form(code: str) -> type[Form]:
    try:
        return get_form(code)
    except KeyError:
        known = ", ".join(form.code for form in all_forms())
        raise CommandError(f"There is no form '{code}'. Name one of: {known}.") from None


def _drafts(count: int) -> str:
    return "1 draft" if count == 1 else f"{count} drafts"


def _line(change: Change) -> str:
    has = "have no answer" if change.kind not in (GONE, CHANGED) else "have an answer"
    verb = has.replace("have", "has") if change.drafts == 1 else has
    return f"{change.kind}: {change.question} (“{change.label}”), {_drafts(change.drafts)} {verb}"
