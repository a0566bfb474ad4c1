"""One's own name and email address."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from awards import queries
from awards.forms.people import OwnAddressForm, OwnDigestForm, OwnNameForm
from awards.services.people import ask_new_address, choose_digest, rename, use_new_address
from awards.services.people.addresses import LINK_LASTS, PURPOSE, address_by_key
from workflow.messages import LinkIsOver, read_token
from workflow.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def my_details(request: HttpRequest) -> HttpResponse:
    """Change one's own name, or ask for another address."""
    person = queries.person_of(request)
    act = request.POST.get("act", "")
    name = OwnNameForm(request.POST if act == "name" else None, initial={"name": person.name})
    email = OwnAddressForm(request.POST if act == "email" else None, initial={"email": person.email})
    if name.is_bound and name.is_valid():
        rename(person, name=name.cleaned_data["name"])
        messages.success(request, "Your name is changed.")
        return redirect("awards:my_details")
    if email.is_bound and email.is_valid():
        new = email.cleaned_data["email"]
        ask_new_address(person, email=new, now=timezone.now())
        messages.success(
            request, f"We have written to {new}. Follow the link in that mail; until then nothing changes."
        )
        return redirect("awards:my_details")
    is_inside = queries.is_at_the_office(person)
    digest = OwnDigestForm(
        request.POST if act == "digest" else None, initial={"wants_digest": person.wants_digest}
    )
    if is_inside and digest.is_bound and digest.is_valid():
        choose_digest(person, wanted=digest.cleaned_data["wants_digest"])
        messages.success(
            request,
            "The email comes on working mornings." if person.wants_digest else "The morning’s email stops.",
        )
        return redirect("awards:my_details")
    faulty = next((form for form in (name, email) if form.errors), None)
    context = {
        "name_form": name,
        "email_form": email,
        "digest_form": digest if is_inside else None,
        "faulty": faulty,
    }
    return render(request, "awards/my_details.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Use a new address, by the link that was mailed to it. Looking does nothing."""
    try:
        address = address_by_key(read_token(PURPOSE, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return _over(request, str(over))
    if address is None or address.verified:
        return _over(request, "This link was used already, or another address was asked for since.")
    if request.method == "POST":
        try:
            use_new_address(address, now=timezone.now())
        except Refused as refused:
            return _over(request, " ".join(refused.reasons))
        messages.success(request, f"Your email address is {address.email} now. Sign in with it from now on.")
        return redirect("awards:my_details")
    return render(request, "awards/confirm_address.html", {"address": address})


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "awards/link_over.html", {"why": why}, status=410)
