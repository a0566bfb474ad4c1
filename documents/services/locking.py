"""The order of locks: the run first, then its document."""

from __future__ import annotations

from documents.models import Document
from workflow.models import Run


def lock_with_run(document: Document) -> Document:
    """The document as it is now, locked after its run: no move of the run happens while it is held.

    Without the run a hand-in could judge one text and freeze another.
    """
    run = Run.objects.select_for_update(of=("self",), no_key=True).get(pk=document.run_id)
    found = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    found.run = run
    return found
