"""Django forms made from forms as code: strict ones that must be whole, and drafts that keep whatever was typed."""

from documents.fields.drafts import DraftForm, initial_of, more_rows_for
from documents.fields.single import OpenChoiceField, PlainField, field_for
from documents.fields.strict import strict_form
from documents.fields.widgets import EMPTY_ROWS, TWO_THIRDS

__all__ = [
    "EMPTY_ROWS",
    "TWO_THIRDS",
    "DraftForm",
    "OpenChoiceField",
    "PlainField",
    "field_for",
    "initial_of",
    "more_rows_for",
    "strict_form",
]
