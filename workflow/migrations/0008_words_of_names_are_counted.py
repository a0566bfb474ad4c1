"""PostgreSQL learns which words are rare in the names of runs, so that a search for one goes by their index."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workflow", "0007_outbox")]

    operations = [
        migrations.RunSQL(
            "ALTER INDEX run_by_label ALTER COLUMN 1 SET STATISTICS 1000",
            "ALTER INDEX run_by_label ALTER COLUMN 1 SET STATISTICS -1",
        )
    ]
