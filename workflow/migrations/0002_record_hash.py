"""The hash of a record: one function for single, bulk and generated rows, and for the audit."""

from django.db import migrations

CREATE = """
CREATE FUNCTION workflow_record_hash(
    previous bytea, run_id bigint, seq integer, kind text, transition text, source text, target text, actor_id bigint,
    role text, happened_at timestamptz, recorded_at timestamptz, detail jsonb, batch uuid, note_digest bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(jsonb_build_array(
    encode(previous, 'hex'), run_id, seq, kind, transition, source, target, actor_id, role,
    to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    detail, batch, encode(note_digest, 'hex')
)::text, 'UTF8'));
"""
DROP = """
DROP FUNCTION workflow_record_hash(
    bytea, bigint, integer, text, text, text, text, bigint, text, timestamptz, timestamptz, jsonb, uuid, bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
