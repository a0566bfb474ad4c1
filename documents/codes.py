"""Addresses as pictures that a phone's camera reads."""

from __future__ import annotations

import io

import segno


def picture_of_address(address: str) -> bytes:
    """A QR code as an SVG drawing, dark on nothing, with the quiet edge that readers need."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", dark="#1d1826", light="#ffffff", scale=6
    )
    return out.getvalue()
