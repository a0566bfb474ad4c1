"""Whatever the order of looking, saving, handing in and sending back: no answer that was saved is lost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import queries, services
from documents.models import Document, EarlierAnswer, Submission
from documents.services import Given, NotOpen, seen
from tests.documents.world import Orchard, Plan, World, make_world
from workflow.services import advance

WRITERS = ("editor", "colleague")
QUESTIONS = ("reason", "wish")
WORDS = st.sampled_from(["", "one tree", "two trees and a bench", "an orchard for every class in the school"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.sampled_from(WRITERS)),
        st.tuples(st.just("save"), st.sampled_from(WRITERS), st.sampled_from(QUESTIONS), WORDS),
        st.tuples(st.just("hand in")),
        st.tuples(st.just("send back"), st.sampled_from(QUESTIONS)),
    ),
    min_size=4,
    max_size=20,
)


@dataclass
class Model:
    """What should be kept: the present words with their version, who saved them, and every copy that was handed in."""

    words: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    savers: dict[str, str] = field(default_factory=dict)
    of_others: list[tuple[str, str]] = field(default_factory=list)
    copies: list[dict[str, str]] = field(default_factory=list)
    is_open: bool = True
    only: str = ""

    def takes(self, writer: str, question: str, words: str) -> None:
        if self.words[question] and self.savers[question] != writer:
            self.of_others.append((question, self.words[question]))
        self.words[question], self.savers[question] = words, writer
        self.versions[question] += 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(acts=ACTS)
def test_no_order_of_acts_loses_an_answer_that_was_saved(db, now, acts):
    world, model = make_world(now), Model()
    document = world.document(world.run())
    pages: dict[str, dict[str, tuple[str, int]]] = {writer: {} for writer in WRITERS}

    for act, *more in acts:
        if act == "look":
            pages[more[0]] = {it: (model.words[it], model.versions[it]) for it in QUESTIONS}
        elif act == "save":
            _save(world, document, model, pages, *more)
        elif act == "hand in" and model.is_open:
            _hand_in(world, document)
            model.is_open = False
            model.copies.append({it: model.words[it] for it in QUESTIONS})
        elif act == "send back" and not model.is_open:
            services.send_back(
                document.run,
                Orchard.send_back,
                document=document,
                asked={more[0]: "Why?"},
                by=world.officer,
                now=now,
            )
            model.is_open, model.only = True, more[0]

        kept = queries.values_of(document)
        assert {it: kept.get(it, "") for it in QUESTIONS} == {it: model.words[it] for it in QUESTIONS}

    earlier = set(EarlierAnswer.objects.filter(document=document).values_list("question", "value"))
    assert set(model.of_others) <= earlier
    assert [_said(copy) for copy in document.submissions.order_by("number")] == model.copies


def _save(
    world: World,
    document: Document,
    model: Model,
    pages: dict[str, Any],
    writer: str,
    question: str,
    words: str,
) -> None:
    showed, version = pages[writer].get(question, ("", 0))
    sent = {question: Given(words, version, seen(showed))}
    try:
        saved = services.save_answers(document, given=sent, person=getattr(world, writer), now=world.now)
    except NotOpen:
        assert not model.is_open
        return
    if words == showed:
        assert saved.is_whole
    elif model.only and question != model.only and question in saved.refused:
        assert "was not asked about" in saved.refused[question]
    elif version == model.versions[question] and words != model.words[question]:
        assert question in saved.answers
        model.takes(writer, question, words)
    else:
        assert bool(saved.conflicts) == (words != model.words[question])


def _hand_in(world: World, document: Document) -> None:
    """As the office takes a plan that is not whole: what is written counts, whatever it lacks."""
    document.run.refresh_from_db()
    move = Orchard.submit_unread if document.run.state == "planning" else Orchard.submit_again_unread
    advance(document.run, move, actor=world.officer, now=world.now)


def _said(copy: Submission) -> dict[str, str]:
    said = {it["code"]: it["value"] for section in copy.content["sections"] for it in section["questions"]}
    assert copy.content["form"] == Plan.code
    return {question: said[question] for question in QUESTIONS}
