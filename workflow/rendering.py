"""How forms look: Django's own form rendering with our templates."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Fields with label, hint, error and widget in the order that people know from public services."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
