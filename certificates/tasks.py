"""The jobs of this package, where a worker looks for them."""

from __future__ import annotations

from certificates.services import render_certificate

__all__ = ["render_certificate"]
