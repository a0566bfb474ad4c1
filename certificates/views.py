"""Pages on which certificates are checked by anyone and fetched by those they are for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates import files, queries
from certificates.forms import NumberForm
from certificates.models import Certificate
from certificates.numbering import NotANumber, read_number
from certificates.presenters import check_page, file_name
from workflow.access import everyone, office, run_for


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where a number is typed."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect("certificates:check", form.cleaned_data["number"])
    return render(request, "certificates/find.html", {"form": form})


@require_safe
@cache_control(no_cache=True)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate as anybody may see it, for people or, on request, as JSON."""
    try:
        wanted = read_number(number)
    except NotANumber:
        return _public(request, _unknown(request, number))
    if wanted != number:
        return redirect("certificates:check", wanted)
    certificate = queries.certificate_of_number(wanted)
    if not certificate:
        return _public(request, _unknown(request, number))
    page = check_page(certificate, today=timezone.localdate())
    if _wants_json(request):
        return _public(request, JsonResponse(page.as_json(), json_dumps_params={"ensure_ascii": False}))
    return _public(request, render(request, "certificates/check.html", {"page": page}))


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def download(request: HttpRequest, number: str) -> HttpResponseBase:
    """The stored PDF, for those who may see the run; once withdrawn, for the office alone."""
    certificate = queries.certificate_of_number(number)
    if not certificate:
        raise Http404
    readers = office if certificate.state == Certificate.WITHDRAWN else everyone
    run_for(request.user, certificate.run.public_id, readers)
    if not certificate.sha256:
        messages.info(request, "The certificate is being made; look again in a minute.")
        return redirect("certificates:check", number)
    response = FileResponse(
        files.path_of(certificate.sha256).open("rb"),
        as_attachment=True,
        filename=file_name(certificate),
        content_type="application/pdf",
    )
    response["ETag"] = f'"{certificate.sha256}"'
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"number": number, "status": "unknown"}, status=404)
    form = NumberForm({"number": number})
    return render(request, "certificates/unknown.html", {"form": form, "number": number}, status=404)


def _public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept"])
    return response
