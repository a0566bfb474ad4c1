"""Every mail with an example, and the office's own words of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workflow import access
from workflow.forms import WordsForm
from workflow.messages import back_to_the_file, reword, templates, wordings_of, words_for
from workflow.messages.templates import MailTemplate
from workflow.presenters import examples_of, scope_in_words, scopes_of
from workflow.refusals import Refused


@access.office_only
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """All mails that Waymark writes."""
    return render(request, "workflow/mails.html", {"mails": templates.declared()})


@access.office_only
@require_safe
def mail(request: HttpRequest, template: str) -> HttpResponse:
    """A mail as its readers get it: an example for each edition that sends it."""
    found = _declared(template)
    context = {
        "mail": found,
        "examples": examples_of(found),
        "wordings": [
            (wording, scope_in_words(wording.journey_code, wording.edition))
            for wording in wordings_of(template)
        ],
        "scopes": scopes_of(found),
    }
    return render(request, "workflow/mail.html", context)


@access.office_only
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, template: str) -> HttpResponse:
    """Put a mail into the office's own words, everywhere, in a programme or in an edition; or go back to the file's."""
    found = _declared(template)
    scope = {"journey_code": request.GET.get("journey", ""), "edition": request.GET.get("edition", "")}
    if (scope["journey_code"], scope["edition"]) not in {line.key for line in scopes_of(found)}:
        raise Http404
    if request.POST.get("act") == "file":
        return _back(request, found, scope)
    text, is_own = words_for(template, **scope)
    form = WordsForm(request.POST or None, initial={"text": text})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reword(found, text=form.cleaned_data["text"], by=request.user, now=timezone.now(), **scope)
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error("text", reason)
            else:
                notices.success(request, f"“{found.title}” goes out in these words from now on.")
                return redirect("workflow:mail", template=template)
    context = {
        "mail": found,
        "form": form,
        "scope": scope_in_words(**scope),
        "is_own": is_own,
        "fields": sorted(found.fields),
    }
    return render(request, "workflow/words.html", context, status=status)


def _back(request: HttpRequest, found: MailTemplate, scope: Mapping[str, str]) -> HttpResponse:
    if back_to_the_file(found.template, **scope):
        notices.success(request, f"“{found.title}” goes out as before you put it into your own words.")
    return redirect("workflow:mail", template=found.template)


def _declared(template: str) -> MailTemplate:
    try:
        return templates.declared_as(template)
    except KeyError as error:
        raise Http404 from error
