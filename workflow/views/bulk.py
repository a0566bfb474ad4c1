"""One act on many journeys: what it would come to, how far it is, what became of each, and taking it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflow import access
from workflow import bulk as many
from workflow.acts import ACTS, ActForm
from workflow.bulk.words import given_in_words, name_of_act
from workflow.models import BulkAct, BulkRow
from workflow.presenters import bulk as presenters
from workflow.refusals import Refused

SECONDS = 3  # until a page of something under way is fetched anew
MOST_DIGITS = 15  # of a key
UNDER_WAY = (BulkAct.RUNNING, BulkAct.UNDOING)


@access.office_only
@require_safe
def bulk_acts(request: HttpRequest) -> HttpResponse:
    """What was done to many journeys at once: who, when, what, how many."""
    page = many.bulk_acts(before=_number(request.GET.get("before", "")))
    lines = [
        {
            "bulk": bulk,
            "name": name_of_act(bulk),
            "counts": counts,
            "state": presenters.state_in_words(bulk),
        }
        for bulk, counts in page.acts
    ]
    here = reverse("workflow:bulk_acts")
    context = {
        "lines": lines,
        "next_href": f"{here}?{urlencode({'before': page.next_before})}" if page.next_before else "",
        "first_href": here if request.GET.get("before") else "",
    }
    return render(request, "workflow/bulk_acts.html", context)


@access.office_only
@require_safe
def bulk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it would come to; once confirmed, how far it is; and then what became of each journey."""
    found = _bulk_for(request, public_id)
    return _show(request, found)


def _show(
    request: HttpRequest, found: BulkAct, *, reasons: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    counts = many.counts_of(found)
    context: dict[str, Any] = {
        "bulk": found,
        "act": ACTS.get(found.act),
        "name": name_of_act(found),
        "counts": counts,
        "given": given_in_words(found),
        "reasons": reasons,
        "is_watched": not request.GET.get("still"),
    }
    if found.state in UNDER_WAY:
        return _under_way(request, found, context)
    is_preview = found.state == BulkAct.PREVIEWED
    context |= _rows(request, found, is_preview=is_preview)
    if not is_preview:
        context |= {"sum": presenters.what_it_did(counts), "can_take_back": many.can_take_back(found)}
        return render(request, "workflow/bulk_result.html", context, status=status)
    number, held = many.mails_shown(found)
    may_mail = bool(context["act"] and context["act"].may_mail)
    context |= {
        "sum": presenters.what_it_would_do(counts.waiting, counts.refused),
        "changes": many.changes_shown(found),
        "mails": presenters.mails_in_words(number, held, may_mail=may_mail),
    }
    return render(request, "workflow/bulk_preview.html", context, status=status)


def _under_way(request: HttpRequest, found: BulkAct, context: dict[str, Any]) -> HttpResponse:
    counts = context["counts"]
    is_back = found.state == BulkAct.UNDOING
    context |= {
        "is_back": is_back,
        "number": counts.were_done if is_back else counts.number,
        "so_far": counts.taken_back if is_back else counts.settled,
    }
    answer = render(request, "workflow/bulk_progress.html", context)
    if context["is_watched"]:
        answer["Refresh"] = str(SECONDS)
    return answer


def _rows(request: HttpRequest, found: BulkAct, *, is_preview: bool) -> dict[str, Any]:
    fate = request.GET.get("show", "")
    fate = fate if fate in dict(BulkRow.FATES) else ""
    page = many.row_page(found, fate=fate, after=_number(request.GET.get("after", "")))
    kept = {"show": fate} if fate else {}
    return {
        "rows": presenters.row_lines(page.rows, is_preview=is_preview),
        "show": fate,
        "next_href": f"?{urlencode({**kept, 'after': page.next_after})}" if page.next_after else "",
        "first_href": f"?{urlencode(kept)}" if request.GET.get("after") else "",
    }


@access.office_only
@require_POST
def bulk_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Do what was seen. A second time it is as if it were pressed once."""
    found = _bulk_for(request, public_id)
    try:
        many.confirm(found, by=request.user, now=timezone.now())
    except Refused as refused:
        return _show(request, found, reasons=tuple(refused.reasons), status=409)
    return redirect("workflow:bulk", public_id=found.public_id)


@access.office_only
@require_http_methods(["GET", "POST"])
def bulk_take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say why, and take it back for every journey that did not go on since."""
    found = _bulk_for(request, public_id)
    if request.method == "GET" and not many.can_take_back(found):
        return redirect("workflow:bulk", public_id=found.public_id)
    form = ActForm(request.POST or None)
    context = {"bulk": found, "name": name_of_act(found), "form": form, "counts": many.counts_of(found)}
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "workflow/bulk_take_back.html", context, status=status)
    try:
        many.begin_taking_back(
            found,
            by=request.user,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except Refused as refused:
        context["reasons"] = refused.reasons
        return render(request, "workflow/bulk_take_back.html", context, status=409)
    messages.success(request, f"{name_of_act(found)}: it is being taken back.")
    return redirect("workflow:bulk", public_id=found.public_id)


def _bulk_for(request: HttpRequest, public_id: UUID) -> BulkAct:
    """A preview is its maker's; what was done, the whole office's."""
    found = many.bulk_by_public_id(public_id)
    if found is None or (found.state == BulkAct.PREVIEWED and found.by_id != request.user.pk):
        raise Http404
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
