"""Whoever holds a post at the office gets the morning's mail, unless they chose not to."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0006_attendee_mobile")]

    operations = [
        migrations.AddField("person", "wants_digest", models.BooleanField(default=True)),
    ]
