"""Evidence: adding files to a journey, saying what they are, showing them, taking them down."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents import goals, queries, services
from documents.files import opened
from documents.files.uploads import was_too_large
from documents.forms import AddEvidenceForm, DescribeForm, TakeDownForm
from documents.models import Evidence, StoredFile
from documents.presenters.evidence import evidence_views, places
from documents.services import NotForTaking
from workflow import access
from workflow.models import Run


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence_of_run(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All that was added, and for those who write the place to add one more."""
    run = access.run_for(request.user, public_id, access.everyone)
    is_editor = _is_editor(request, run)
    named = places(run, goals.goals_of(run))
    status = HTTPStatus.OK
    form = AddEvidenceForm(places=named, initial={"about": request.GET.get("about", "")})
    if request.method == "POST":
        if not is_editor:
            raise Http404
        too_large = was_too_large(request)
        form = AddEvidenceForm(request.POST, request.FILES, places=named)
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.UNPROCESSABLE_ENTITY
        if too_large:
            form.add_error("file", services.too_large())
        elif form.is_valid() and _added(request, run, form):
            messages.success(request, "It is added. You can add another.")
            return redirect(_list_of(run))
    page = {
        "run": run,
        "journey_url": reverse(settings.RUN_PAGE, args=[run.public_id]),
        "form": form,
        "is_editor": is_editor,
        "may_add": is_editor and run.finished_at is None,
        "is_office": bool(access.roles_held(request.user, run, access.office)),
        "evidence": evidence_views(queries.evidence_of(run), named),
    }
    return render(request, "documents/evidence.html", page, status=status)


@require_safe
@login_required
def file(request: HttpRequest, evidence_id: uuid.UUID, *, small: bool = False) -> HttpResponse | FileResponse:
    """The file itself, for whoever may see the journey."""
    found = _for_reader(request, evidence_id)
    return evidence_response(request, found, small=small)


def handed_in_file(
    request: HttpRequest, run: Run, evidence_id: uuid.UUID, *, small: bool = False
) -> HttpResponse | FileResponse:
    """A file that a copy of the run names, for somebody who was found to be allowed to read the copies."""
    found = queries.evidence_with(evidence_id)
    named = {it["id"] for copy in queries.submissions_of(run) for it in copy.content.get("evidence", [])}
    if found is None or found.run_id != run.pk or str(evidence_id) not in named:
        raise Http404
    return evidence_response(request, found, small=small)


def evidence_response(
    request: HttpRequest, evidence: Evidence, *, small: bool = False
) -> HttpResponse | FileResponse:
    """The content of a file for somebody who was found to be allowed to see it; a plate where it may not be shown.

    Pictures that we drew are shown; everything else is a download, which no browser opens by itself.
    """
    kept = evidence.file
    if evidence.taken_down_at or kept.forgotten_at or kept.state in (StoredFile.WAITING, StoredFile.INFECTED):
        name = "evidence_plate.svg" if small else "evidence_gone.html"
        kind = "image/svg+xml" if small else None
        gone = {"evidence": evidence}
        return render(request, f"documents/{name}", gone, content_type=kind, status=HTTPStatus.GONE)
    digest = kept.small if small and kept.small else kept.sha256
    etag = f'"{digest}"'
    if request.headers.get("If-None-Match") == etag:
        return _guarded(HttpResponse(status=HTTPStatus.NOT_MODIFIED), etag)
    answer = FileResponse(
        opened(digest),
        as_attachment=not kept.kind.is_picture,
        filename=evidence.file_name,
        content_type=kept.kind.content_type,
    )
    return _guarded(answer, etag)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def describe(request: HttpRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """Say anew what a file is and where it belongs."""
    found = _for_editor(request, evidence_id)
    named = places(found.run, goals.goals_of(found.run))
    form = DescribeForm(request.POST or None, places=named, initial=DescribeForm.said_of(found))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            services.describe_evidence(found, form.said)
            messages.success(request, "Saved.")
            return redirect(_list_of(found.run))
    page = {"evidence": found, "form": form, "back": _list_of(found.run)}
    return render(request, "documents/evidence_describe.html", page, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_down(request: HttpRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """Take a file down at once. From somebody who only reads it is a report, which the office looks into."""
    found = _for_reader(request, evidence_id)
    may_by_right = _is_editor(request, found.run) or bool(
        access.roles_held(request.user, found.run, access.office)
    )
    form = TakeDownForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if "again" in request.POST and may_by_right:
            return _up_again(request, found)
        if form.is_valid():
            act = services.take_down if may_by_right else services.report
            act(found, by=request.user, because=form.cleaned_data["because"], now=timezone.now())
            messages.success(request, "It is taken down. Nobody sees it any more.")
            return redirect(_list_of(found.run))
    page = {"evidence": found, "form": form, "back": _list_of(found.run), "is_report": not may_by_right}
    return render(request, "documents/evidence_take_down.html", page, status=status)


def _up_again(request: HttpRequest, found: Evidence) -> HttpResponse:
    try:
        services.put_up_again(found)
    except NotForTaking as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "It is shown again.")
    return redirect(_list_of(found.run))


def _added(request: HttpRequest, run: Run, form: AddEvidenceForm) -> bool:
    try:
        services.add_evidence(
            run, form.cleaned_data["file"], said=form.said, by=request.user, now=timezone.now()
        )
    except NotForTaking as refused:
        form.add_error("file", str(refused))
        return False
    return True


def _for_reader(request: HttpRequest, evidence_id: uuid.UUID) -> Evidence:
    found = queries.evidence_with(evidence_id)
    if found is None or not access.roles_held(request.user, found.run, access.everyone):
        raise Http404
    return found


def _for_editor(request: HttpRequest, evidence_id: uuid.UUID) -> Evidence:
    found = queries.evidence_with(evidence_id)
    if found is None or not _is_editor(request, found.run):
        raise Http404
    return found


def _is_editor(request: HttpRequest, run: Run) -> bool:
    return bool(access.roles_held(request.user, run, access.editors))


def _list_of(run: Run) -> str:
    return reverse("documents:evidence_of_run", args=[run.public_id])


def _guarded(answer: HttpResponse | FileResponse, etag: str) -> HttpResponse | FileResponse:
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
