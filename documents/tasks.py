"""Lines of a state's task list that lead to documents."""

from __future__ import annotations

from documents.guards import complete, kept_something, signed_by
from documents.queries import SCRAPBOOK_PAGE, WRITING_PAGE
from documents.vocabulary import Form
from workflow.journey import Task


def write(form: type[Form], label: str = "", *, optional: bool = False) -> Task:
    """Write the form; done when it is complete. The form can be written in while this is in the state's task list."""
    return Task(
        label or f"Write your {form.title}", WRITING_PAGE, complete(form), (form.code,), optional=optional
    )


def sign(form: type[Form], label: str = "") -> Task:
    """Have the form signed; done when all have signed whom it names for the run."""
    return Task(label or f"Have the {form.title} signed", "documents:sign", signed_by(form), (form.code,))


scrapbook = Task("Keep your scrapbook", SCRAPBOOK_PAGE, kept_something, optional=True)
"""Keep what happens, in a line, on the day. It can be added to while this is in the state's task list."""

ASK_PAGE = "documents:ask"
"""The page of a move that sends a document back: the office names the answers that it asks about."""
