"""Indexes of the office's list: each filter in the order in which the list reads it, open runs only."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models import Q

OPEN_BY = {
    "run_open_by_entered": ["entered_at"],
    "run_open_by_move": ["waits_for", "entered_at"],
    "run_open_by_area": ["area", "entered_at"],
    "run_open_by_area_and_state": ["area", "state", "entered_at"],
    "run_open_by_officer": ["officer", "entered_at"],
    "run_open_by_programme": ["journey_code", "entered_at"],
    "run_open_by_edition": ["journey_code", "edition", "entered_at"],
    "run_open_by_step": ["journey_code", "state", "entered_at"],
    "run_open_by_phase": ["phase", "entered_at"],
    "run_open_by_kind": ["kind", "entered_at"],
}


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0005_acts_chasing_and_board"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        *(
            migrations.RemoveIndex("run", name)
            for name in ("run_open_by_move", "run_open_by_area", "run_open_by_officer")
        ),
        *(
            migrations.AddIndex(
                "run", models.Index(fields=[*fields, "id"], name=name, condition=Q(finished_at=None))
            )
            for name, fields in OPEN_BY.items()
        ),
        migrations.AddIndex(
            "run",
            models.Index(
                fields=["entered_at", "id"],
                name="run_open_paused",
                condition=Q(finished_at=None, paused_at__isnull=False),
            ),
        ),
        migrations.AddIndex("run", models.Index(fields=["entered_at", "id"], name="run_by_entered")),
        migrations.AddIndex(
            "run",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("label"), name="gin_trgm_ops"
                ),
                name="run_by_label",
            ),
        ),
    ]
