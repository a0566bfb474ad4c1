"""Reading what was handed in."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents import queries
from documents.presenters import submission_view
from documents.views.desk import desk_for


@require_safe
@login_required
def submitted(request: HttpRequest, public_id: uuid.UUID, form_code: str, number: int) -> HttpResponse:
    """One submission of a document, exactly as it was handed in."""
    desk = desk_for(request, public_id, form_code)
    submission = queries.submission_of(desk.run, form_code, number)
    if submission is None:
        raise Http404
    page = {
        "desk": desk,
        "submission": submission_view(submission),
        "late": submission if submission.days_late else None,
        "submissions": queries.all_submissions_of(desk.document),
    }
    return render(request, "documents/submitted.html", page)
