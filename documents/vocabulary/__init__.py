"""The vocabulary in which a form is declared. Plain Python: no framework, no database.

A form is a class whose attributes are sections and questions, read from top to bottom; a question belongs to the
section above it. Everything that is wrong with a declaration is refused when the class is made, with a message that
says how to mend it.
"""

from documents.vocabulary.amounts import Date, Measured, day_from_parts, day_in_parts
from documents.vocabulary.forms import Form, Section, Signatory, fingerprint, form_from, plain_form
from documents.vocabulary.groups import LEVELS, CriterionLevel, Goal, GoalReview, Group
from documents.vocabulary.kept import question_from
from documents.vocabulary.lists import MAX_ROWS, File, Table
from documents.vocabulary.questions import (
    KINDS,
    MAX_LETTERS,
    Choice,
    Declaration,
    Email,
    Example,
    LongText,
    Number,
    Question,
    ShortText,
    words_in,
)
from documents.vocabulary.rules import Rule, in_one, lacks, shorter_than

__all__ = [
    "KINDS",
    "LEVELS",
    "MAX_LETTERS",
    "MAX_ROWS",
    "Choice",
    "CriterionLevel",
    "Date",
    "Declaration",
    "Email",
    "Example",
    "File",
    "Form",
    "Goal",
    "GoalReview",
    "Group",
    "LongText",
    "Measured",
    "Number",
    "Question",
    "Rule",
    "Section",
    "ShortText",
    "Signatory",
    "Table",
    "day_from_parts",
    "day_in_parts",
    "fingerprint",
    "form_from",
    "in_one",
    "lacks",
    "plain_form",
    "question_from",
    "shorter_than",
    "words_in",
]
