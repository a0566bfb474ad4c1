"""The vocabulary in which a form is declared. Plain Python: no framework, no database.

A form is a class whose attributes are sections and questions, read from top to bottom; a question belongs to the
section above it. Everything that is wrong with a declaration is refused when the class is made, with a message that
says how to mend it.
"""

from documents.vocabulary.forms import Form, Section, Signatory, fingerprint
from documents.vocabulary.questions import (
    LEVELS,
    MAX_LETTERS,
    Choice,
    CriterionLevel,
    Declaration,
    Email,
    Example,
    Group,
    LongText,
    Number,
    Question,
    ShortText,
    words_in,
)

__all__ = [
    "LEVELS",
    "MAX_LETTERS",
    "Choice",
    "CriterionLevel",
    "Declaration",
    "Email",
    "Example",
    "Form",
    "Group",
    "LongText",
    "Number",
    "Question",
    "Section",
    "ShortText",
    "Signatory",
    "fingerprint",
    "words_in",
]
