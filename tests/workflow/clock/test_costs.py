"""What a sweep asks of the database: a fixed part, and a little for each run that is due; nothing for the others."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflow.clock.watching import at, mails
from workflow.clock import sweep, what_would_go

pytestmark = pytest.mark.django_db

FIXED = 12  # two pages of keys, the runs, and what is known of them
A_MAIL = 12  # lock, budget twice, what is taken, four for the mail, three for its job, the day of the next


def statements(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def swept(begin, number, day="2026-03-10"):
    for one in range(number):
        begin(f"lead=p{number}x{one}")
    return len(statements(lambda: sweep(now=at(day))))


def test_sweep_costs_a_fixed_part_and_a_little_for_each_run(begin):
    one, fifty = swept(begin, 1), swept(begin, 50)

    assert len(mails()) == 51
    assert (fifty - one) / 49 <= A_MAIL
    assert one <= FIXED + A_MAIL


def test_run_about_which_nothing_is_due_costs_two_statements(begin):
    one, fifty = swept(begin, 1, day="2026-03-03"), swept(begin, 50, day="2026-03-03")

    assert fifty - one == 49 * 2


def test_runs_that_are_not_due_cost_nothing(begin):
    begin()
    sweep(now=at("2026-03-03"))
    empty = len(statements(lambda: sweep(now=at("2026-03-04"))))
    for number in range(20):
        begin(f"lead=p{number}")
    sweep(now=at("2026-03-03"))

    assert len(statements(lambda: sweep(now=at("2026-03-04")))) == empty == 1


def test_dry_run_costs_the_same_for_one_and_for_fifty(begin):
    def asked(number):
        for one in range(number):
            begin(f"lead=p{number}x{one}")
        return len(statements(lambda: what_would_go(at("2026-03-10").date(), now=at("2026-03-10"))))

    assert asked(50) == asked(1)


def test_keys_of_runs_that_are_due_come_from_the_partial_index(begin):
    begin()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT look_on, id FROM workflow_run WHERE finished_at IS NULL AND look_on IS NOT NULL"
            " AND look_on <= '2026-03-10' AND (look_on, id) > ('0001-01-01', 0) ORDER BY look_on, id LIMIT 200"
        )
        plan = " ".join(line for (line,) in cursor.fetchall())

    assert "run_for_the_clock" in plan
    assert "Sort" not in plan
