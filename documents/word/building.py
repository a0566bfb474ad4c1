"""A document as a Word file, for people who talk over a draft at a table. The one door to python-docx."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from documents.markup import blocks
from documents.vocabulary import Form, LongText, words_in

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LISTS = {"bullet": "List Bullet", "number": "List Number"}
_NOT_YET = "Not answered yet"


@dataclass(frozen=True)
class Paper:
    """What is written: the form, for whom, how it stands ("Draft of …"), and its laid-out sections."""

    form: type[Form]
    who: str
    standing: str
    sections: Sequence[Mapping[str, Any]]
    is_draft: bool


def word_file(paper: Paper) -> bytes:
    """The bytes of a .docx: headings, lists, tables and emphasis as Word knows them, and guidance while it is a draft."""
    written = docx.Document()
    _prepare(written, paper)
    written.add_heading(paper.form.title, level=0)
    written.add_paragraph(paper.who)
    written.add_paragraph(paper.standing)
    for section in paper.sections:
        written.add_heading(section["title"], level=1)
        declared = paper.form.sections.get(section["code"])
        if paper.is_draft and declared and declared.guidance:
            _small(written.add_paragraph(), declared.guidance)
        for laid in section["questions"]:
            written.add_heading(laid["label"], level=2)
            _add_question(written, paper, laid)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _prepare(written: Any, paper: Paper) -> None:
    written.core_properties.title = f"{paper.form.title}, {paper.who}"
    written.core_properties.author = written.core_properties.comments = ""
    written.core_properties.language = "en-GB"
    language = written.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")
    part = written.sections[0]
    part.header.paragraphs[0].text = f"{paper.form.title}: {paper.who}. {paper.standing}"
    _number_pages(part.footer.paragraphs[0])


def _add_question(written: Any, paper: Paper, laid: Mapping[str, Any]) -> None:
    declared = paper.form.questions.get(laid["code"])
    if paper.is_draft and declared is not None and declared.hint:
        _small(written.add_paragraph(), declared.hint)
    if laid.get("rows"):
        _add_table(written, laid)
    elif laid.get("parts"):
        for part in laid["parts"]:
            written.add_heading(part["label"], level=3)
            _add_words(written, part["words"])
    else:
        _add_words(written, laid["words"])
    if paper.is_draft and isinstance(declared, LongText):
        _small(written.add_paragraph(), f"{words_in(laid['words']):,} of {declared.words:,} words")


def _add_words(written: Any, words: str) -> None:
    if not words:
        missing = written.add_paragraph().add_run(_NOT_YET)
        missing.italic, missing.font.highlight_color = True, WD_COLOR_INDEX.YELLOW
    number, counting = 0, None
    for block in blocks(words):
        paragraph = written.add_paragraph(style=_LISTS.get(block.kind))
        if block.kind == "number":
            counting = (
                counting if counting and block.number == number + 1 else _count_from(written, block.number)
            )
            number = block.number
            _count_by(paragraph, counting)
        for run in block.runs:
            added = paragraph.add_run(run.text)
            added.bold, added.italic = run.is_bold, run.is_italic


def _count_from(written: Any, number: int) -> int:
    """A numbering of its own that begins there: Word would count on from the answer before."""
    counted = written.styles[_LISTS["number"]].element.pPr.numPr.numId.val
    numbering = written.part.numbering_part.element
    made = numbering.add_num(numbering.num_having_numId(counted).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(number)
    return int(made.numId)


def _count_by(paragraph: Any, counting: int) -> None:
    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = counting  # noqa: SLF001 - as below


def _add_table(written: Any, laid: Mapping[str, Any]) -> None:
    table = written.add_table(rows=1, cols=len(laid["columns"]), style="Table Grid")
    head = table.rows[0]
    for cell, column in zip(head.cells, laid["columns"], strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(column).bold = True
    again = OxmlElement("w:tblHeader")  # the head is said again on each page, and to those who listen
    again.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(again)  # noqa: SLF001 - python-docx has no other way
    for row in laid["rows"]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _small(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    run.italic, run.font.size = True, Pt(9)


def _number_pages(paragraph: Any) -> None:
    run = paragraph.add_run("Page ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - python-docx has no other way
