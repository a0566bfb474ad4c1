"""The office's own words of a mail, for all editions of all programmes, of one, or for one edition."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.template import TemplateSyntaxError
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import AutoEscapeControlNode, CommentNode, ForNode, IfNode, URLNode
from django.urls import NoReverseMatch

from workflow.journey import Journey
from workflow.messages.rendering import (
    UnknownField,
    compiled,
    fields_of,
    file_text,
    nodes_of,
    render_strictly,
)
from workflow.messages.templates import MailTemplate, declared_as
from workflow.models import Wording
from workflow.refusals import Refused

MAY_STAND = (TextNode, VariableNode, IfNode, ForNode, URLNode, AutoEscapeControlNode, CommentNode)
LONGEST = 20_000
_PLAIN = re.compile(r"{%\s*(autoescape off|endautoescape)\s*%}")  # mail is plain text with or without it


class WrongWords(Refused):
    """The words use a field that the mail does not have, or cannot be read."""


def wordings_of(template: str) -> list[Wording]:
    """The office's own words of a mail, the widest first."""
    return list(
        Wording.objects.filter(template=template)
        .select_related("edited_by")
        .order_by("journey_code", "edition")
    )


def words_for(template: str, *, journey_code: str = "", edition: str = "") -> tuple[str, bool]:
    """The words that count there now, to be changed; and whether they are the office's own, for just there."""
    keys = [(journey_code, edition), (journey_code, ""), ("", "")]
    own = {(row.journey_code, row.edition): row.text for row in Wording.objects.filter(template=template)}
    text = next((own[key] for key in keys if key in own), None)
    return text if text is not None else _PLAIN.sub("", file_text(template)), keys[0] in own


def reword(
    mail: MailTemplate, *, text: str, by: Any, now: dt.datetime, journey_code: str = "", edition: str = ""
) -> Wording:
    """Use these words for a mail from now on: in an edition, in a programme, or everywhere. Raises WrongWords."""
    text = text.replace("\r\n", "\n").strip() + "\n"
    affected = [
        journey
        for journey in mail.senders
        if journey_code in {"", journey.code} and edition in {"", journey.edition}
    ]
    if wrong := wrong_with(mail, text, affected):
        raise WrongWords(*wrong)
    wording, _ = Wording.objects.update_or_create(
        template=mail.template,
        journey_code=journey_code,
        edition=edition,
        defaults={"text": text, "edited_by": by, "edited_at": now},
    )
    return wording


def back_to_the_file(template: str, *, journey_code: str = "", edition: str = "") -> bool:
    """Give up the office's own words: the next wider ones, or the file's, count again. Whether there were any."""
    declared_as(template)
    deleted, _ = Wording.objects.filter(
        template=template, journey_code=journey_code, edition=edition
    ).delete()
    return bool(deleted)


def wrong_with(mail: MailTemplate, text: str, journeys: Iterable[type[Journey]]) -> list[str]:
    """Sentences that say what to mend in a text, before it may stand for the mail; none: nothing."""
    subject, _, body = text.strip().partition("\n")
    if not subject or not body.strip():
        return ["Write the subject on the first line, and the text of the email below it."]
    if len(text) > LONGEST:
        return [f"The text is too long for an email. Keep it below {LONGEST:,} characters."]
    try:
        nodes = nodes_of(compiled(text))
        unknown = sorted(fields_of(text) - mail.fields)
    except TemplateSyntaxError as error:
        return [_unreadable(error)]
    if strange := [node for node in nodes if not isinstance(node, MAY_STAND)]:
        return [_strange(node) for node in strange[:1]]
    if unknown:
        return [
            f"This email has no field “{name}”. Choose one from the list of its fields." for name in unknown
        ]
    return _wrong_in_examples(mail, text, journeys)


def _wrong_in_examples(mail: MailTemplate, text: str, journeys: Iterable[type[Journey]]) -> list[str]:
    for journey in journeys:
        try:
            render_strictly(text, mail.example(journey))
        except UnknownField as error:
            return [f"The field “{error}” is empty where it stands. Compare it with the file’s words."]
        except (NoReverseMatch, TemplateSyntaxError) as error:
            return [_unreadable(error)]
    return []


def _unreadable(error: Exception) -> str:
    words = str(error).replace("Invalid", "Unknown").replace("invalid", "unknown")
    return f"Something between curly brackets cannot be read: {words.rstrip('.')}. Compare it with the file’s words."


def _strange(node: Node) -> str:
    written = node.token.contents.split()[0] if node.token else "this"
    return f"“{{% {written} %}}” cannot stand in an email. Use if, for and url only, as the file’s words do."
