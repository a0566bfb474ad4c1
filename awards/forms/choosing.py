"""Choices of lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SELECTED = SafeString(" selected")


class QuickSelect(forms.Select):
    """A select of plain options, drawn in one go: each of hundreds would otherwise be a piece of template by itself."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        drawn = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, _SELECTED if str(code) == chosen else "", label) for code, label in self.choices),
        )
        given = self.build_attrs(self.attrs, attrs) | {"name": name}
        given["class"] = f"govuk-select {given.get('class', '')}".strip()
        return format_html("<select{}>{}</select>", flatatt(given), drawn)
