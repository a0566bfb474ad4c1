"""Signatures: asking for them, and signing by a personal link."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form as DjangoForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import content, queries, services
from documents.files.uploads import was_too_large
from documents.forms import AskForm, PaperForm, SignForm
from documents.models import Document, Signature
from documents.presenters import in_groups, sections_view
from documents.presenters.differences import ChangesView, changes_view
from documents.presenters.signing import signatory_views
from documents.services import NotComplete, NotForSigning, NotForTaking, TextChanged
from documents.services.signing import LINK_LASTS, PURPOSE
from documents.views.desk import Desk, desk_for
from workflow.messages import LinkIsOver, read_token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def signatures(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """Who must sign, how far each is, and a form to ask each."""
    desk = desk_for(request, public_id, form_code)
    signatories = queries.signatories_of(desk.run, desk.form)
    if not signatories:
        raise Http404
    if request.method == "POST":
        return _ask(request, desk)
    return _signatures_page(request, desk)


@require_POST
@login_required
def withdraw(request: HttpRequest, public_id: uuid.UUID, form_code: str, pk: int) -> HttpResponse:
    """Take a request back."""
    desk = desk_for(request, public_id, form_code)
    signature = queries.signature_with(pk)
    if not desk.can_write or signature is None or signature.document != desk.document:
        raise Http404
    services.withdraw_request(signature, by=request.user, now=timezone.now())
    messages.success(request, f"The request to {signature.name} was taken back. Their link no longer works.")
    return redirect("documents:sign", *desk.address)


@never_cache
@require_safe
@login_required
def paper(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """The text to print and sign with a pen, with its fingerprint."""
    desk = desk_for(request, public_id, form_code)
    signatories = queries.signatories_of(desk.run, desk.form)
    if not desk.can_write or desk.document is None or not signatories:
        raise Http404
    values = queries.values_of(desk.document)
    page = {
        "desk": desk,
        "signatories": signatories,
        "sections": sections_view(content.laid_out(desk.form, values)),
        "fingerprint": in_groups(content.text_hash(desk.document, values)),
    }
    return render(request, "documents/paper.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def on_paper(request: HttpRequest, public_id: uuid.UUID, form_code: str, role: str) -> HttpResponse:
    """Record a signature that was given on a print."""
    desk = desk_for(request, public_id, form_code)
    signatory = next((it for it in queries.signatories_of(desk.run, desk.form) if it.code == role), None)
    if not desk.can_write or desk.document is None or signatory is None:
        raise Http404
    reads = content.text_hash(desk.document, queries.values_of(desk.document))
    too_large = request.method == "POST" and was_too_large(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if too_large:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            form.add_error("picture", services.too_large())
        elif form.is_valid() and _signed_on_paper(request, desk, role, form):
            messages.success(request, f"Recorded: {form.cleaned_data['name']} signed on paper.")
            return redirect("documents:sign", *desk.address)
    page = {
        "desk": desk,
        "signatory": signatory,
        "form": form,
        "reads": reads,
        "fingerprint": in_groups(reads),
    }
    return render(request, "documents/on_paper.html", page, status=status)


def _signed_on_paper(request: HttpRequest, desk: Desk, role: str, form: PaperForm) -> bool:
    if desk.document is None:
        raise Http404
    try:
        services.sign_on_paper(
            desk.document,
            role=role,
            name=form.cleaned_data["name"],
            picture=form.cleaned_data["picture"],
            read=request.POST.get("read", ""),
            by=request.user,
            now=timezone.now(),
        )
    except NotForTaking as refused:
        form.add_error("picture", str(refused))
        return False
    except (NotComplete, NotForSigning, TextChanged) as refused:
        form.add_error(None, str(refused))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The text to sign, for whoever holds the personal link. Looking at it does nothing; signing is a POST."""
    try:
        signature = queries.signature_with(read_token(PURPOSE, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return _nothing_to_sign(request, str(over))
    if signature is None:
        raise Http404
    if signature.state != Signature.ASKED:
        return _signing_is_over(request, signature)
    if request.method == "POST":
        return _sign(request, signature)
    return _signing_page(request, signature, SignForm(initial={"name": signature.name}))


def _sign(request: HttpRequest, signature: Signature) -> HttpResponse:
    form = SignForm(request.POST)
    if not form.is_valid():
        return _signing_page(request, signature, form)
    try:
        services.sign(
            signature, name=form.cleaned_data["name"], read=request.POST.get("read", ""), now=timezone.now()
        )
    except TextChanged as changed:
        form.add_error(None, str(changed))
        return _signing_page(request, signature, form)
    except NotForSigning as refused:
        return _nothing_to_sign(request, str(refused))
    return redirect(request.path)


def _nothing_to_sign(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "documents/link_over.html", {"reason": reason}, status=HTTPStatus.GONE)


def _ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    role = request.POST.get("role", "")
    if not desk.can_write or role not in {it.code for it in queries.signatories_of(desk.run, desk.form)}:
        raise Http404
    form = AskForm(request.POST, prefix=role)
    if not form.is_valid():
        return _signatures_page(request, desk, asked={role: form})
    now = timezone.now()
    document = services.open_document(desk.run, form=desk.form, now=now)
    try:
        signature = services.ask_for_signature(
            document,
            role=role,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            by=request.user,
            now=now,
        )
    except (NotComplete, NotForSigning) as refused:
        form.add_error(None, str(refused))
        return _signatures_page(request, desk, asked={role: form})
    messages.success(request, f"We have sent {signature.name} a link to read and sign.")
    return redirect("documents:sign", *desk.address)


def _signatures_page(
    request: HttpRequest, desk: Desk, *, asked: dict[str, DjangoForm] | None = None
) -> HttpResponse:
    signatories = queries.signatories_of(desk.run, desk.form)
    forms = {it.code: AskForm(prefix=it.code) for it in signatories} | (asked or {})
    values = queries.values_of(desk.document)
    page = {
        "desk": desk,
        "signatories": signatory_views(signatories, queries.signatures_of(desk.document), forms),
        "is_complete": not desk.form.problems(values),
        "form": next(iter(asked.values())) if asked else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked else HTTPStatus.OK
    return render(request, "documents/signatures.html", page, status=status)


def _signing_page(request: HttpRequest, signature: Signature, form: SignForm) -> HttpResponse:
    document = signature.document
    values = queries.values_of(document)
    reads = content.text_hash(document, values)
    paper = queries.form_of(document)
    page = {
        "signature": signature,
        "title": paper.title,
        "who": document.run.label,
        "sections": sections_view(content.laid_out(paper, values)),
        "changes": _changes_since(document, {"sections": content.laid_out(paper, values)}),
        "reads": reads,
        "fingerprint": in_groups(reads),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "documents/sign_by_link.html", page, status=status)


def _signing_is_over(request: HttpRequest, signature: Signature) -> HttpResponse:
    page = {
        "signature": signature,
        "title": queries.form_of(signature.document).title,
        "who": signature.document.run.label,
        "fingerprint": in_groups(signature.text_hash),
        "is_signed": signature.state == Signature.SIGNED,
        "is_voided": signature.state == Signature.VOIDED,
        "changes": _changed_after(signature) if signature.state == Signature.SIGNED else None,
    }
    return render(request, "documents/signed.html", page)


def _changes_since(document: Document, now_reads: Mapping[str, Any]) -> ChangesView | None:
    """What is different from the copy that was handed in before; None where there is none."""
    before = queries.submissions_by_form(document.run).get(document.form_code)
    return changes_view({"sections": before.content["sections"]}, now_reads) if before else None


def _changed_after(signature: Signature) -> ChangesView | None:
    """What the latest copy says otherwise than the one that was signed; None when it is the same."""
    copies = queries.copies_of(signature.document)
    signed = [copy for copy in copies if copy.content["text_hash"] == signature.text_hash]
    if not signed or not copies or signed[0].number == copies[0].number:
        return None
    return changes_view(
        {"sections": signed[0].content["sections"]}, {"sections": copies[0].content["sections"]}
    )
