"""The pages by which an officer writes to a head."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards import queries
from awards.chasing import head
from awards.forms.head import HeadLetterForm
from awards.office import office_only
from workflow import access
from workflow.messages import what_would_go
from workflow.presenters import day
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write the letter, look at every mail as it will be, and confirm."""
    run = access.run_for(request.user, public_id, access.office)
    if not head.may_write_to_head(run):
        raise Http404
    known = head.head_of(run)
    first = {
        "words": head.usual_words(run),
        "name": known.name if known else "",
        "email": known.email if known else "",
    }
    form = HeadLetterForm(request.POST or None, initial=first)
    context = {"run": run, "form": form, "letters": head.letters_of_run(run), "mails": [], "reasons": []}
    if request.method == "GET" or "change" in request.POST:
        return render(request, "awards/write_to_head.html", context)
    if not form.is_valid():
        return render(request, "awards/write_to_head.html", context, status=422)
    given = {**form.cleaned_data, "by": queries.person_of(request), "now": timezone.now()}
    try:
        if "confirm" in request.POST:
            letter = head.write_to_head(run, **given)
            messages.success(
                request,
                f"The lead is told. We write to the head on {day(letter.goes_on)}, unless something happens before.",
            )
            return redirect("awards:run", public_id=run.public_id)
        letter = head.draft(run, **given)
    except Refused as refused:
        return render(
            request, "awards/write_to_head.html", context | {"reasons": refused.reasons}, status=409
        )
    mails = what_would_go([*head.letters_to_leads(letter), head.letter_to_head(letter)])
    shown = context | {"mails": mails, "goes_on": day(letter.goes_on)}
    return render(request, "awards/write_to_head.html", shown)


@office_only
@require_POST
def take_back(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """The head is not written to after all."""
    run = access.run_for(request.user, public_id, access.office)
    if pk not in {letter.pk for letter in head.letters_of_run(run)}:
        raise Http404
    try:
        head.take_back(pk, now=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(
            request, "The head is not written to. The lead was told already: ring them, or write."
        )
    return redirect("awards:run", public_id=run.public_id)
