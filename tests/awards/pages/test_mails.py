"""Every mail of the business: declared, with an example, and only with fields that it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from workflow.messages import fields_of, file_text, render_strictly, templates

FOLDER = Path(settings.BASE_DIR) / "templates"
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/mails/*.txt"))


def test_every_file_is_declared_and_every_declared_mail_has_its_file():
    ours = [mail.template for mail in templates.declared() if not mail.template.startswith("trial/")]

    assert sorted(ours) == FILES


@pytest.mark.parametrize("template", FILES)
def test_mail_uses_only_fields_that_it_has(template):
    assert fields_of(file_text(template)) - templates.declared_as(template).fields == set()


@pytest.mark.parametrize("template", FILES)
def test_example_has_all_that_the_mail_uses_in_each_edition(template):
    mail = templates.declared_as(template)

    for journey in mail.senders:
        subject, body = render_strictly(file_text(template), mail.example(journey))
        assert subject
        assert body.strip()
