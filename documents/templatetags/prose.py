"""Answers on pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from documents.markup import to_html

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs, lists and emphasis of an answer."""
    return to_html(str(text))
