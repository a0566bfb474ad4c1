"""The scrapbook: adding to it, looking through it, and the link by which colleagues add."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import goals, queries, services
from documents.codes import picture_of_address
from documents.files.uploads import was_too_large
from documents.forms import ScrapByLinkForm, ScrapForm
from documents.models import ScrapbookLink
from documents.presenters.scrapbook import goal_choices, scrapbook_view
from documents.services import Happening, NotForKeeping, NotForTaking
from workflow import access
from workflow.messages import LinkIsOver, read_token, token_for
from workflow.models import Run

PURPOSE = "scrapbook"
LINK_LASTS = dt.timedelta(
    days=3 * 366
)  # longer than any journey: it ends with the scrapbook, or when it is taken back
NAME = "documents.scrapbook.name"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def scrapbook(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was kept, and for those who write the place to add to it."""
    run, is_editor = _run(request, public_id)
    choices = goal_choices(goals.goals_of(run))
    too_large = request.method == "POST" and was_too_large(request)
    form = ScrapForm(request.POST or None, request.FILES or None, goals=choices, initial=_fresh(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        if not is_editor:
            raise Http404
        status = _refused(form, too_large)
        if form.is_valid() and _keep(form, run, by=request.user):
            messages.success(request, "Kept. It waits under its goal until you write.")
            return redirect("documents:scrapbook", public_id=run.public_id)
    scraps = queries.scraps_of(run)
    link = queries.scrapbook_link_of(run) if is_editor else None
    page = {
        "run": run,
        "journey_url": reverse(settings.RUN_PAGE, args=[run.public_id]),
        "form": form,
        "may_keep": is_editor and queries.may_keep_scraps(run),
        "is_editor": is_editor,
        "scrapbook": scrapbook_view(goals.goals_of(run), scraps),
        "link": _address(request, link) if link else "",
    }
    return render(request, "documents/scrapbook.html", page, status=status)


@require_POST
@login_required
def scrap(request: HttpRequest, public_id: uuid.UUID, scrap_id: uuid.UUID) -> HttpResponse:
    """Take one out, or put it back."""
    run, is_editor = _run(request, public_id)
    found = queries.scrap_in_or_out(run, scrap_id)
    if not is_editor or found is None:
        raise Http404
    if "back" in request.POST:
        services.put_back_in(found)
        messages.success(request, "It is back in your scrapbook.")
    else:
        services.take_out(found, now=timezone.now())
        messages.success(request, "Taken out. It stays at the end of this page until you leave it for good.")
    return redirect("documents:scrapbook", public_id=run.public_id)


@require_POST
@login_required
def link(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the link for colleagues, or end it."""
    run, is_editor = _run(request, public_id)
    if not is_editor:
        raise Http404
    if "end" in request.POST:
        services.end_link(run, now=timezone.now())
        messages.success(request, "The link no longer works. What came by it is kept.")
    else:
        try:
            services.open_link(run, by=request.user, now=timezone.now())
        except NotForKeeping as refused:
            messages.warning(request, str(refused))
    return redirect(reverse("documents:scrapbook", args=[run.public_id]) + "#colleagues")


@never_cache
@require_safe
@login_required
def poster(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A page for the staff room, with the link as words and as a picture for phones."""
    run, is_editor = _run(request, public_id)
    found = queries.scrapbook_link_of(run)
    if not is_editor or found is None:
        raise Http404
    return render(request, "documents/scrapbook_poster.html", {"run": run, "link": _address(request, found)})


@never_cache
@require_safe
@login_required
def code(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The link as a picture that phones read."""
    run, is_editor = _run(request, public_id)
    found = queries.scrapbook_link_of(run)
    if not is_editor or found is None:
        raise Http404
    return HttpResponse(picture_of_address(_address(request, found)), content_type="image/svg+xml")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Adding by the colleagues' link: a name and what happened. Nothing that others wrote is shown."""
    try:
        found = queries.scrapbook_link_with(read_token(PURPOSE, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return _over(request, str(over))
    if found is None:
        raise Http404
    if found.ended_at is not None or not queries.may_keep_scraps(found.run):
        return _over(request, "This scrapbook takes nothing more by this link. Thank you for what you added.")
    too_large = request.method == "POST" and was_too_large(request)
    form = ScrapByLinkForm(
        request.POST or None,
        request.FILES or None,
        goals=goal_choices(goals.goals_of(found.run)),
        initial={**_fresh(request), "name": request.session.get(NAME, "")},
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _refused(form, too_large)
        if form.is_valid() and _keep(form, found.run, link=found, name=form.cleaned_data["name"]):
            request.session[NAME] = form.cleaned_data["name"]
            messages.success(request, "Kept. Thank you! You can add another, or close this page.")
            return redirect("documents:scrapbook_by_link", token=token)
    return render(
        request, "documents/scrapbook_by_link.html", {"run": found.run, "form": form}, status=status
    )


def _run(request: HttpRequest, public_id: uuid.UUID) -> tuple[Run, bool]:
    """The run of a person who may see it and whose journey keeps a scrapbook, and whether they write in it."""
    run = access.run_for(request.user, public_id, access.everyone)
    if not queries.has_scrapbook(run.journey):
        raise Http404
    return run, bool(access.roles_held(request.user, run, access.editors))


def _keep(form: ScrapForm, run: Run, **by: Any) -> bool:
    given = form.cleaned_data
    try:
        services.keep_scrap(
            run,
            Happening(
                given["words"],
                given["happened_on"] or timezone.localdate(),
                given["goal"],
                given["how_many"],
                given["changed"],
            ),
            key=given["key"],
            picture=given["picture"],
            now=timezone.now(),
            **by,
        )
    except NotForTaking as refused:
        form.add_error("picture", str(refused))
        return False
    except NotForKeeping as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _refused(form: ScrapForm, too_large: bool) -> HTTPStatus:
    if too_large:
        form.add_error("picture", services.too_large())
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _fresh(request: HttpRequest) -> dict[str, Any]:
    return {
        "key": uuid.uuid4(),
        "happened_on": timezone.localdate(),
        "goal": request.GET.get("goal", ""),
    }


def _address(request: HttpRequest, found: ScrapbookLink) -> str:
    return request.build_absolute_uri(
        reverse("documents:scrapbook_by_link", args=[token_for(PURPOSE, found.pk)])
    )


def _over(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "documents/link_over.html", {"reason": reason}, status=HTTPStatus.GONE)
