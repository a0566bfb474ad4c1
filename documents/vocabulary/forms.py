"""Forms: sections and questions, read from top to bottom, and checked when the class is made."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.vocabulary.kept import plain_question, question_from
from documents.vocabulary.questions import Question
from documents.vocabulary.rules import Rule
from workflow.journey import MAX_NAME, Fact, WrongDeclaration

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Signatory:
    """A post whose holder signs a document before it is handed in ("head", "Head teacher")."""

    code: str
    label: str


@dataclass(frozen=True, eq=False)
class Section:
    """A part of a form with a page of its own."""

    title: str
    guidance: str = ""
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)


class Form:
    """A paper that people fill in. A new wording is a new version; a document keeps the one it was begun on.

    code: its name in addresses. title: its name for people; an edition may give it another (``papers`` of a journey).
    intro: what it is for.
    rules: what is looked at beside the questions' own conditions, in the order in which it is said.
    section_names: the name of the section that each question stands in.
    signatories: who must sign it before it is handed in, for each run; None when nobody need.
    signs_again: the codes of the posts that sign once more when it is changed after it was sent back; None: all of them.
    version: the hash of all that is asked, in hexadecimal. A form made of another, or of what was kept, keeps its.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    rules: ClassVar[Sequence[Rule]] = ()
    signatories: ClassVar[Fact[tuple[Signatory, ...]] | None] = None
    signs_again: ClassVar[tuple[str, ...] | None] = None

    sections: ClassVar[dict[str, Section]] = {}
    questions: ClassVar[dict[str, Question]] = {}
    version: ClassVar[str] = ""
    section_names: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, *, version: str = "") -> None:
        super().__init_subclass__()
        declared = _declared(cls)
        cls.sections = {name: it for name, it in declared.items() if isinstance(it, Section)}
        cls.questions = {name: it for name, it in declared.items() if isinstance(it, Question)}
        cls.section_names = _sections_of_questions(declared)
        if version:
            cls.version = version
            return
        faults = list(_faults(cls))
        if faults:
            raise WrongDeclaration(f"{cls.__name__} cannot be a form:\n- " + "\n- ".join(faults))
        cls.version = fingerprint(plain_form(cls))

    @classmethod
    def questions_in(cls, section: Section) -> list[Question]:
        """The questions of a section, in the order of declaration."""
        return [it for name, it in cls.questions.items() if cls.section_names[name] == section.name]

    @classmethod
    def section_of(cls, question: Question) -> Section:
        return cls.sections[cls.section_names[question.name]]

    @classmethod
    def problems(cls, answers: Mapping[str, Any]) -> dict[str, list[str]]:
        """What the answers still lack, by question; questions that lack nothing are left out.

        Rules that block speak of answers that lack nothing else.
        """
        whole = cls._prose(answers)
        found = {
            name: question.problems(answers.get(name))
            or cls._said(question, answers.get(name), whole, blocks=True)
            for name, question in cls.questions.items()
        }
        return {name: problems for name, problems in found.items() if problems}

    @classmethod
    def warnings(cls, answers: Mapping[str, Any]) -> dict[str, list[str]]:
        """What the writer may wish to look at again, by question. It never stops anything."""
        whole = cls._prose(answers)
        found = {
            name: question.warnings(answers.get(name))
            + cls._said(question, answers.get(name), whole, blocks=False)
            for name, question in cls.questions.items()
        }
        return {name: warnings for name, warnings in found.items() if warnings}

    @classmethod
    def looked_back_on(cls) -> dict[str, tuple[str, str]]:
        """The earlier form and question without whose answer a question makes no sense, by the later one's name."""
        return {name: question.of for name, question in cls.questions.items() if question.of}

    @classmethod
    def fitted(cls, given: Iterable[tuple[str, str]] = (), *, title: str = "") -> type[Form]:
        """The form as somebody is asked it who gave those earlier answers, under the title of their edition.

        A question that is ``of`` one of them is wanted, one ``of`` another is left out, and so are sections that are
        left with nothing. Without any of those answers every question is asked as it is declared.
        """
        known = frozenset(given) & frozenset(cls.looked_back_on().values())
        named = title or cls.title
        if not known and named == cls.title:
            return cls
        if (cls, known, named) not in _FITTED:
            _FITTED[cls, known, named] = _fitted(cls, known, named)
        return _FITTED[cls, known, named]

    @classmethod
    def _said(cls, question: Question, value: Any, whole: str, *, blocks: bool) -> list[str]:
        return [
            it for rule in cls.rules if rule.blocks is blocks for it in rule.said_of(question, value, whole)
        ]

    @classmethod
    def _prose(cls, answers: Mapping[str, Any]) -> str:
        if not cls.rules:
            return ""
        return "\n".join(question.prose(answers.get(name)) for name, question in cls.questions.items())


def plain_form(form: type[Form]) -> dict[str, Any]:
    """All that a form asks, as plain data (JSON): what is kept of a wording, and what its version is the hash of."""
    return {
        "code": form.code,
        "title": form.title,
        "intro": form.intro,
        "sections": [
            {"name": section.name, "title": section.title, "guidance": section.guidance}
            for section in form.sections.values()
        ],
        "questions": [
            {"section": form.section_names[name], **plain_question(question)}
            for name, question in form.questions.items()
        ],
    }


def form_from(kept: Mapping[str, Any], *, version: str, present: type[Form] | None = None) -> type[Form]:
    """The form that was kept as plain data. Its rules and signatories are those of the present form.

    Raises KeyError for a kind of question that is no longer there.
    """
    declared: dict[str, Any] = {name: kept[name] for name in ("code", "title", "intro")}
    if present is not None:
        declared |= {
            "signatories": present.signatories,
            "signs_again": present.signs_again,
            "rules": present.rules,
        }
    sections = {it["name"]: Section(it["title"], it["guidance"]) for it in kept["sections"]}
    for it in kept["questions"]:
        declared[it["section"]] = sections[it["section"]]
        declared[it["name"]] = question_from(it)
    return type(present.__name__ if present else "KeptForm", (Form,), declared, version=version)


_FITTED: dict[tuple[type[Form], frozenset[tuple[str, str]], str], type[Form]] = {}


def _fitted(form: type[Form], known: frozenset[tuple[str, str]], title: str) -> type[Form]:
    about = form.looked_back_on() if known else {}
    changes: dict[str, Any] = {"title": title, "__module__": form.__module__}
    for name, earlier in about.items():
        changes[name] = _wanted(form.questions[name]) if earlier in known else None
    left = {form.section_names[name] for name in form.questions if changes.get(name, name) is not None}
    changes |= dict.fromkeys(form.sections.keys() - left)
    return type(form.__name__, (form,), changes, version=form.version)


def _wanted(question: Question) -> Question:
    if question.required or not question.missing:
        return question
    wanted = copy.copy(question)
    object.__setattr__(wanted, "required", True)
    return wanted


def fingerprint(value: Any) -> str:
    """The SHA-256 of a value of JSON in its one canonical spelling, in hexadecimal."""
    spelled = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()


def _declared(cls: type) -> dict[str, Section | Question]:
    found: dict[str, Section | Question] = {}
    for base in reversed(cls.__mro__):
        found.update({name: it for name, it in vars(base).items() if isinstance(it, (Section, Question))})
    return {name: it for name, it in found.items() if getattr(cls, name) is it}


def _sections_of_questions(declared: Mapping[str, Section | Question]) -> dict[str, str]:
    section, found = "", {}
    for name, it in declared.items():
        if isinstance(it, Section):
            section = name
        else:
            found[name] = section
    return found


def _faults(form: type[Form]) -> Iterable[str]:
    if not _CODE.fullmatch(str(form.code)):
        yield "its code is for addresses: write code = 'small-letters-and-hyphens'"
    elif len(form.code) > MAX_NAME:
        yield f"its code is longer than {MAX_NAME} letters: choose a shorter one"
    if not form.title:
        yield "it has no title: write title = '…'"
    if not form.questions:
        yield "it asks nothing: add a section and a question below it"
    for name, question in form.questions.items():
        yield from (f"'{name}' {fault}" for fault in _faults_of_question(form, question))
    yield from _faults_of_rules(form)
    for name, section in form.sections.items():
        if not section.title:
            yield f"the section '{name}' has no title: write Section('…')"
        if name not in form.section_names.values():
            yield f"the section '{name}' is empty: put a question below it, or drop it"


def _faults_of_rules(form: type[Form]) -> Iterable[str]:
    for rule in form.rules:
        for name in sorted(set(rule.looks_at) - set(form.questions)):
            yield f"the rule '{rule.code}' looks at '{name}', which is not asked: name questions of the form"


def _faults_of_question(form: type[Form], question: Question) -> Iterable[str]:
    if len(question.name) > MAX_NAME:
        yield f"is longer than {MAX_NAME} letters: choose a shorter name"
    if not form.section_names[question.name]:
        yield "stands above the first section: put a Section(…) before it"
    yield from question.faults()
