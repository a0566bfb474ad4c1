"""People who write the orchard's papers, and what they do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from awards.models import Person
from documents import content, queries, services
from documents.models import Document, Signature
from documents.services import Given, Saved
from documents.vocabulary import Form
from tests.factories.people import PersonFactory
from tests.trial.orchard import CHAIR, HEAD, Harvest, Orchard, Plan
from workflow.models import Run
from workflow.services import advance, start

__all__ = ["CHAIR", "HEAD", "WHOLE", "Harvest", "Orchard", "Plan", "World", "make_world", "reads"]

WHOLE: dict[str, Any] = {
    "reason": "Our playground has no shade.",
    "soil": "clay",
    "trees": "12",
    "goal": {"aim": "Shade for every class.", "now": "No tree at all."},
    "promise": True,
}


@dataclass
class World:
    """People and what they do, at one moment."""

    now: dt.datetime
    editor: Person
    colleague: Person
    officer: Person
    reader: Person
    stranger: Person

    def run(self, label: str = "Apple Lane School") -> Run:
        return start(
            Orchard,
            actor=None,
            now=self.now,
            label=label,
            kind=f"written by {self.editor.pk}, {self.colleague.pk}",
            officer=self.officer,
            area=f"read {self.reader.pk}",
        )

    def document(self, run: Run, form: type[Form] = Plan) -> Document:
        return services.open_document(run, form=form, now=self.now)

    def save(self, document: Document, person: Person | None = None, **values: Any) -> Saved:
        """Save as somebody does who has just opened the page."""
        known = queries.answers_of(document)
        given = {
            name: Given(value, known[name].version if name in known else 0) for name, value in values.items()
        }
        return services.save_answers(document, given=given, person=person or self.editor, now=self.now)

    def written(self, run: Run | None = None, **values: Any) -> Document:
        """A plan that lacks nothing."""
        document = self.document(run or self.run())
        self.save(document, **{**WHOLE, **values})
        return document

    def asked(self, document: Document, role: str = "head", **words: Any) -> Signature:
        return services.ask_for_signature(
            document,
            role=role,
            **{
                "name": "Hana Head",
                "email": "hana@school.example",
                "by": self.editor,
                "now": self.now,
                **words,
            },
        )

    def signed(self, document: Document, *roles: str) -> list[Signature]:
        """Signatures under a document as it reads now."""
        return [
            services.sign(
                self.asked(document, role), name=f"Signer {role}", read=reads(document), now=self.now
            )
            for role in roles or ("head", "chair")
        ]

    def submitted(self, run: Run | None = None) -> Document:
        """A plan that was handed in."""
        document = self.written(run)
        self.signed(document)
        self.hand_in(document)
        return document

    def hand_in(self, document: Document) -> None:
        advance(document.run, Orchard.submit, actor=self.editor, now=self.now)

    def send_back(self, document: Document) -> None:
        advance(document.run, Orchard.send_back, actor=self.officer, now=self.now)


def reads(document: Document) -> str:
    """The fingerprint of the text as it is now."""
    return content.text_hash(document, queries.values_of(document))


def make_world(now: dt.datetime) -> World:
    return World(
        now=now,
        editor=PersonFactory(name="Edda Editor"),
        colleague=PersonFactory(name="Colin Colleague"),
        officer=PersonFactory(name="Olga Officer"),
        reader=PersonFactory(name="Rita Reader"),
        stranger=PersonFactory(name="Stan Stranger"),
    )
