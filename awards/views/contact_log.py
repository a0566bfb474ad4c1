"""The office's log of calls, visits and emails, and the next steps that come of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import queries
from awards.days.support import log_entry, log_of, open_next_steps
from awards.forms import ContactLogForm
from awards.office import office_only
from awards.services.contact_log import log_contact, mark_done
from workflow import access


@office_only
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write a line; what was written before stands below."""
    run = access.run_for(request.user, public_id, access.office)
    application = queries.application_of(run)
    form = ContactLogForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        log_contact(application, **form.cleaned_data, by=queries.person_of(request), now=timezone.now())
        messages.success(request, "It is written down.")
        return redirect(reverse("awards:run", args=[run.public_id]) + "#log")
    context = {"run": run, "form": form, "log_lines": log_of(application), "today": timezone.localdate()}
    return render(request, "awards/contact_log.html", context, status=422 if form.errors else 200)


@office_only
@require_safe
def next_steps(request: HttpRequest) -> HttpResponse:
    """What somebody of the office promised to do, by date."""
    return render(
        request, "awards/next_steps.html", {"steps": open_next_steps(), "today": timezone.localdate()}
    )


@office_only
@require_POST
def done(request: HttpRequest, entry_id: int) -> HttpResponse:
    """A next step is done."""
    entry = log_entry(entry_id)
    mark_done(entry, now=timezone.now())
    messages.success(request, f"Done: {entry.next_step}.")
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse("awards:next_steps"))
