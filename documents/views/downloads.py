"""What people take away: Word files, and what changed."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents import content, goals, queries, services
from documents.files import opened
from documents.presenters.differences import changes_view
from documents.presenters.promises import owed_view, promise_views, reviews_in
from documents.views.desk import desk_for
from documents.word import CONTENT_TYPE, Paper, word_file
from workflow import access


@never_cache
@require_safe
@login_required
def word(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """The document as it reads now, as a Word file."""
    desk = desk_for(request, public_id, form_code)
    now = timezone.localtime()
    is_draft = desk.document is None or desk.document.locked_at is None
    said = "Draft of" if is_draft else "As submitted, printed on"
    paper = Paper(
        desk.form,
        desk.run.label,
        f"{said} {now.day} {now:%B %Y, %H:%M}",
        content.laid_out(desk.form, queries.values_of(desk.document)),
        is_draft,
    )
    answer = HttpResponse(word_file(paper), content_type=CONTENT_TYPE)
    name = f"{desk.form.title} {now:%Y-%m-%d}{' draft' if is_draft else ''}.docx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@never_cache
@require_safe
@login_required
def differences(request: HttpRequest, public_id: uuid.UUID, form_code: str, number: int) -> HttpResponse:
    """What changed from the copy before to this one, word by word."""
    desk = desk_for(request, public_id, form_code)
    newer = queries.submission_of(desk.run, form_code, number)
    older = queries.submission_of(desk.run, form_code, number - 1)
    if newer is None or older is None:
        raise Http404
    page = {
        "desk": desk,
        "newer": newer,
        "older": older,
        "changes": changes_view(older.content, newer.content),
        "asked": queries.asked_about(desk.document),
    }
    return render(request, "documents/differences.html", page)


@never_cache
@require_safe
@login_required
def paper(
    request: HttpRequest, public_id: uuid.UUID, form_code: str, number: int
) -> HttpResponse | FileResponse:
    """The PDF of a copy; until a worker has drawn it, a page that says so."""
    desk = desk_for(request, public_id, form_code)
    submission = queries.submission_of(desk.run, form_code, number)
    if submission is None:
        raise Http404
    kept = queries.paper_of(submission)
    if kept is None:
        services.ask_for_paper(submission, now=timezone.now())
        page = {"desk": desk, "submission": submission}
        return render(request, "documents/paper_wanted.html", page, status=HTTPStatus.ACCEPTED)
    name = f"{submission.content['title']}, copy {number}.pdf"
    return FileResponse(opened(kept.sha256), filename=name, content_type="application/pdf")


@never_cache
@require_safe
@login_required
def governors(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Promised, done, owed, by when: one page to print for a meeting of governors."""
    run = access.run_for(request.user, public_id, access.everyone)
    if not queries.has_scrapbook(run.journey):
        raise Http404
    drafts = queries.drafts_of(run)
    reviews = {
        goal: found
        for document in drafts
        for goal, found in reviews_in(queries.wording_of(document), queries.values_of(document)).items()
    }
    kept = [scrap for scrap in queries.scraps_of(run) if scrap.removed_at is None]
    page = {
        "run": run,
        "journey_url": reverse(settings.RUN_PAGE, args=[run.public_id]),
        "today": timezone.localdate(),
        "promises": promise_views(goals.goals_of(run), reviews, kept),
        "owed": owed_view(run, list(queries.live_signatures_of(drafts))),
    }
    return render(request, "documents/governors.html", page)
