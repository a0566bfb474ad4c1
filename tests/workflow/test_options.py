from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from tests.factories.people import PersonFactory
from tests.trial.journeys import Trial
from tests.trial.roles import LEAD
from tests.walking import walk_to
from workflow.access import editors, everyone, office, roles_held, run_for
from workflow.models import NumberSeries
from workflow.numbers import next_number
from workflow.options import options_for


def named(run, actor):
    return [
        (option.transition.name, option.role, option.reasons)
        for option in options_for([run], actor=actor)[run.pk]
    ]


def test_options_are_what_the_persons_roles_may_take(run, lead, officer):
    assert named(run, lead) == [("submit", "trial_lead", ()), ("withdraw", "trial_lead", ())]
    assert named(run, officer) == [("withdraw", "trial_officer", ()), ("stumble", "trial_officer", ())]


def test_options_say_why_not_yet(start, lead):
    run = start(area="")

    submit = options_for([run], actor=lead)[run.pk][0]

    assert (submit.is_open, submit.reasons) == (False, ("Say which area it is in.",))


def test_options_of_a_finished_run_are_none(run, lead, now):
    walk_to(run, Trial.done, now=now)

    assert options_for([run], actor=lead) == {run.pk: []}


def test_options_of_waymark_itself(run, now):
    walk_to(run, Trial.deciding, now=now)

    assert [name for name, _, _ in named(run, None)] == ["decide", "refuse"]


def test_options_of_somebody_without_an_account_are_none(run):
    assert options_for([run], actor=AnonymousUser()) == {run.pk: []}


def test_options_of_each_run_are_its_own(start, lead, now):
    new, submitted = start(), walk_to(start(), Trial.submitted, now=now, actors={LEAD: lead})

    options = options_for([new, submitted], actor=lead)

    assert [[option.transition.name for option in options[run.pk]] for run in (new, submitted)] == [
        ["submit", "withdraw"],
        ["accept", "withdraw"],
    ]


def test_run_is_found_for_those_who_may_see_it(run, lead, officer):
    assert run_for(lead, run.public_id) == run_for(officer, run.public_id, office) == run


@pytest.mark.parametrize("roles_of", [office, editors, everyone])
def test_run_is_not_there_for_all_others(run, roles_of):
    with pytest.raises(Http404):
        run_for(PersonFactory(), run.public_id, roles_of)


def test_run_that_does_not_exist_answers_alike(lead):
    with pytest.raises(Http404):
        run_for(lead, uuid.uuid4())


def test_run_is_not_there_for_the_lead_where_only_the_office_looks(run, lead):
    with pytest.raises(Http404):
        run_for(lead, run.public_id, office)


def test_roles_held_are_those_held_now(run, lead):
    assert roles_held(lead, run, everyone) == {"trial_lead"}


def test_numbers_have_no_gaps_and_series_are_apart(db):
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]
    assert NumberSeries.objects.get(code="a").last == 3
