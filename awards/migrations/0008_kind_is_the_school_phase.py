"""The kind of a school's journey is the school's phase: what quiet weeks and the office's list tell apart.

The words of awards/register/phases.py as they were then.
"""

from django.db import migrations

SPECIAL = ["7", "8", "10", "12", "33", "36", "44"]

# Runs are locked in the order of their keys before anything else, as everywhere.
LOCK = "SELECT id FROM workflow_run WHERE kind = 'school' ORDER BY id FOR NO KEY UPDATE"
TELL = """
    UPDATE workflow_run run
    SET kind = CASE
        WHEN ltrim(entry.type_code, '0') = ANY(%s) THEN 'special'
        WHEN lower(entry.phase_name) IN ('primary', 'middle deemed primary') THEN 'primary'
        WHEN lower(entry.phase_name) IN ('secondary', 'middle deemed secondary') THEN 'secondary'
        WHEN lower(entry.phase_name) = 'nursery' THEN 'nursery'
        ELSE 'other' END
    FROM awards_application application
    LEFT JOIN awards_schoolurn urn ON urn.school_id = application.subject_id AND urn.until IS NULL
    LEFT JOIN awards_registerentry entry ON entry.urn = urn.entry_id
    WHERE application.run_id = run.id AND run.kind = 'school'
"""


def tell(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(TELL, [SPECIAL])


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0007_person_wants_digest"),
        ("workflow", "0006_board_indexes"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
