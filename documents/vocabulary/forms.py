"""Forms: sections and questions, read from top to bottom, and checked when the class is made."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.vocabulary.questions import Question
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

    code: its name in addresses. title: its name for people, a label of the edition. intro: what it is for.
    section_names: the name of the section that each question stands in.
    signatories: who must sign it before it is handed in, for each run; None when nobody need.
    signs_again: the codes of the posts that sign once more when it is changed after it was sent back; None: all of them.
    version: the hash of all that is asked, in hexadecimal.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    signatories: ClassVar[Fact[tuple[Signatory, ...]] | None] = None
    signs_again: ClassVar[tuple[str, ...] | None] = None

    sections: ClassVar[dict[str, Section]] = {}
    questions: ClassVar[dict[str, Question]] = {}
    version: ClassVar[str] = ""
    section_names: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        declared = _declared(cls)
        cls.sections = {name: it for name, it in declared.items() if isinstance(it, Section)}
        cls.questions = {name: it for name, it in declared.items() if isinstance(it, Question)}
        cls.section_names = _sections_of_questions(declared)
        faults = list(_faults(cls))
        if faults:
            raise WrongDeclaration(f"{cls.__name__} cannot be a form:\n- " + "\n- ".join(faults))
        cls.version = _version(cls)

    @classmethod
    def questions_in(cls, section: Section) -> list[Question]:
        """The questions of a section, in the order of declaration."""
        return [it for name, it in cls.questions.items() if cls.section_names[name] == section.name]

    @classmethod
    def section_of(cls, question: Question) -> Section:
        return cls.sections[cls.section_names[question.name]]

    @classmethod
    def problems(cls, answers: Mapping[str, Any]) -> dict[str, list[str]]:
        """What the answers still lack, by question; questions that lack nothing are left out."""
        found = {name: question.problems(answers.get(name)) for name, question in cls.questions.items()}
        return {name: problems for name, problems in found.items() if problems}


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
    for name, section in form.sections.items():
        if not section.title:
            yield f"the section '{name}' has no title: write Section('…')"
        if name not in form.section_names.values():
            yield f"the section '{name}' is empty: put a question below it, or drop it"


def _faults_of_question(form: type[Form], question: Question) -> Iterable[str]:
    if len(question.name) > MAX_NAME:
        yield f"is longer than {MAX_NAME} letters: choose a shorter name"
    if not form.section_names[question.name]:
        yield "stands above the first section: put a Section(…) before it"
    yield from question.faults()


def _version(form: type[Form]) -> str:
    asked = [
        [form.section_names[name], type(question).__name__, dataclasses.asdict(question)]
        for name, question in form.questions.items()
    ]
    sections = [dataclasses.asdict(section) for section in form.sections.values()]
    return fingerprint([form.code, form.title, form.intro, sections, asked])
