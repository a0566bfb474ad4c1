"""Which words are kept when others take their place.

Writing saves every few seconds, so not every version is worth keeping: those of another person are, those that had
stood for a while, and those of which more than half went at once. Ten minutes and a half are our defaults.
"""

from __future__ import annotations

import datetime as dt

STOOD = dt.timedelta(minutes=10)

KEEPING = """
    INSERT INTO documents_earlieranswer
        (document_id, question, value, version, saved_by_id, saved_by_name, saved_at)
    SELECT before.document_id, before.question, before.value, before.version,
        before.saved_by_id, before.saved_by_name, before.saved_at
    FROM before JOIN saved USING (question)
    WHERE before.value NOT IN (to_jsonb(''::text), to_jsonb(false), jsonb_build_object(), jsonb_build_array()) AND (
        before.saved_by_id IS DISTINCT FROM saved.saved_by_id
        OR before.saved_by_name <> saved.saved_by_name
        OR before.saved_at < saved.saved_at - %s::interval
        OR length(before.value::text) > 2 * length(saved.value::text)
    )
"""
"""Keeps what is worth it of the rows ``before``, in whose place the rows ``saved`` came. Takes ``STOOD``."""
