"""Signatures as the school sees them: who must sign, who was asked, who has signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms import Form as DjangoForm

from documents.models import Signature
from documents.presenters.reading import day
from documents.vocabulary import Signatory


@dataclass(frozen=True)
class SignatoryView:
    """One post that signs. ``state`` is "wanted", "asked" or "signed". ``voided`` names an earlier signature."""

    code: str
    label: str
    state: str
    status: str
    tone: str
    detail: str
    voided: str
    signature: Signature | None
    form: DjangoForm


def signatory_views(
    signatories: Sequence[Signatory], signatures: Iterable[Signature], forms: dict[str, DjangoForm]
) -> list[SignatoryView]:
    """The posts that sign with the newest signature of each. ``signatures`` come newest first."""
    by_role: dict[str, list[Signature]] = {}
    for signature in signatures:
        by_role.setdefault(signature.role, []).append(signature)
    return [_view(it, by_role.get(it.code, []), forms[it.code]) for it in signatories]


def _view(signatory: Signatory, signatures: list[Signature], form: DjangoForm) -> SignatoryView:
    live = next((it for it in signatures if it.state in (Signature.ASKED, Signature.SIGNED)), None)
    voided = next((it for it in signatures if it.state == Signature.VOIDED), None)
    state, status, tone, detail = "wanted", "Not asked yet", "plum", ""
    if live and live.state == Signature.SIGNED and live.signed_at:
        state, status, tone = "signed", "Signed", "teal"
        paper = ", on paper" if live.on_paper_id else ""
        detail = f"{live.name} signed on {day(live.signed_at)}{paper}."
    elif live:
        state, status, tone = "asked", "Asked", "quiet"
        detail = f"{live.name} was asked on {day(live.asked_at)} at {live.email}."
    return SignatoryView(
        code=signatory.code,
        label=signatory.label,
        state=state,
        status=status,
        tone=tone,
        detail=detail,
        voided=f"{voided.name} had signed, but the text was changed afterwards."
        if voided and not live
        else "",
        signature=live,
        form=form,
    )
