"""A document keeps the wording that it was begun on; what a new one does to drafts; taking them over."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, SELF_ASSESSMENT
from awards.papers.enquiry import ENQUIRY
from documents import queries, services
from documents.facts import problems_in
from documents.management.commands.forms import kinds_table
from documents.models import Document, FormVersion, Signature
from documents.vocabulary import Form, LongText, Section, ShortText, fingerprint, form_from, plain_form
from tests.documents.meadow import MeadowPlan, MeadowReport
from tests.documents.world import Plan

DOCS = Path(__file__).resolve().parents[2] / "docs"


class OldPlan(Form):
    """The plan as it was worded before."""

    code = Plan.code
    title = "Orchard plan of old"
    signatories = Plan.signatories

    why = Section("Why")
    reason = LongText("Why, in days of old?", words=5, missing="Say why.")
    weather = ShortText("What is the weather like?", missing="Say what the weather is like.")


@pytest.fixture
def old(world, now):
    """A draft that was begun in the old wording."""
    document = world.document(world.run())
    FormVersion.objects.get_or_create(
        code=OldPlan.code,
        version=OldPlan.version,
        defaults={"declared": json.loads(json.dumps(plain_form(OldPlan))), "since": now},
    )
    Document.objects.filter(pk=document.pk).update(form_version=OldPlan.version)
    document.refresh_from_db()
    return document


@pytest.mark.parametrize(
    "form", [SELF_ASSESSMENT, COMMITMENT, CASE_STUDY, ENQUIRY, Plan, MeadowPlan, MeadowReport, OldPlan]
)
def test_a_form_survives_the_way_to_plain_data_and_back(form):
    kept = json.loads(json.dumps(plain_form(form), sort_keys=True))
    again = form_from(kept, version=form.version, present=form)

    assert fingerprint(plain_form(again)) == form.version == again.version
    assert list(again.questions) == list(form.questions)
    assert again.problems({}) == form.problems({})


def test_a_wording_is_kept_when_the_first_document_is_begun(world):
    world.document(world.run())
    world.document(world.run("Pear Lane School"))

    kept = FormVersion.objects.get(code=Plan.code)
    assert kept.version == Plan.version
    assert fingerprint(kept.declared) == Plan.version


def test_a_draft_goes_on_in_its_own_wording(world, old):
    form = queries.form_of(old)

    assert form.title == Plan.title
    assert list(form.questions) == ["reason", "weather"]
    assert form.signatories is Plan.signatories
    world.save(old, weather="Rain.")
    assert queries.values_of(old) == {"weather": "Rain."}
    with pytest.raises(KeyError):
        world.save(old, trees="12")


def test_facts_judge_each_run_by_its_own_wording(world, old, django_assert_num_queries):
    fresh = world.document(world.run("Pear Lane School"))
    queries.form_of(old)

    with django_assert_num_queries(1):
        found = problems_in(Plan).load([old.run, fresh.run])

    assert found[old.run_id] == ("Say why.", "Say what the weather is like.")
    assert len(found[fresh.run_id]) == 5


def test_it_is_signed_and_frozen_in_its_own_wording(world, old):
    world.save(old, reason="Shade.", weather="Rain.")
    world.signed(old)
    world.hand_in(old)

    kept = queries.submissions_by_form(old.run)[Plan.code].content
    assert kept["version"] == OldPlan.version
    assert [it["label"] for it in kept["sections"][0]["questions"]] == [
        "Why, in days of old?",
        "What is the weather like?",
    ]


def test_a_version_that_was_never_kept_reads_in_the_present_wording(world):
    document = world.document(world.run())
    Document.objects.filter(pk=document.pk).update(form_version="0" * 64)
    document.refresh_from_db()

    assert queries.form_of(document) is Plan


def run_forms(*words, **options):
    out = StringIO()
    call_command("forms", *words, stdout=out, **options)
    return out.getvalue()


def test_the_list_counts_the_drafts_on_each_wording(world, old):
    world.document(world.run("Pear Lane School"))

    lines = [line for line in run_forms("list").splitlines() if line.startswith("orchard-plan")]

    assert lines == [f"orchard-plan  {Plan.version[:8]}  1 draft open, 1 on {OldPlan.version[:8]}"]


def test_the_comparison_says_what_a_new_wording_does_to_drafts(world, old):
    world.save(old, reason="Shade.", weather="Rain.")

    lines = run_forms("compare", Plan.code).splitlines()

    assert lines[0] == f"1 draft open on {OldPlan.version[:8]}:"
    assert "  gone: weather (“What is the weather like?”), 1 draft has an answer" in lines
    assert "  new: trees (“How many trees?”), 1 draft has no answer" in lines
    assert "  changed: reason (“Why an orchard?”), 1 draft has an answer" in lines


def test_drafts_are_taken_over_and_old_answers_kept_unseen(world, old):
    world.save(old, reason="Shade.", weather="Rain.")

    assert run_forms("take-up", Plan.code).startswith("1 draft taken over")

    old.refresh_from_db()
    assert queries.form_of(old) is Plan
    assert queries.values_of(old) == {"reason": "Shade.", "weather": "Rain."}
    assert "is in the present wording" in run_forms("compare", Plan.code)


def test_a_signed_draft_is_left_alone_unless_signatures_may_end(world, old):
    world.save(old, reason="Shade.", weather="Rain.")
    world.signed(old, "head")

    said = run_forms("take-up", Plan.code)
    assert "Left alone, because somebody signed or was asked to: document" in said
    assert Document.objects.get(pk=old.pk).form_version == OldPlan.version

    said = run_forms("take-up", Plan.code, void=True)
    assert "Signatures and requests ended: 1." in said
    assert {it.state for it in old.signatures.all()} == {Signature.VOIDED}


def test_the_check_tells_of_drafts_on_older_wordings(world, old):
    found = [it for it in run_checks(tags=["database"], databases=["default"]) if it.id == "documents.W001"]

    assert [it.msg for it in found] == ["Open drafts of 'orchard-plan' in an older wording: 1."]


def test_an_unknown_form_is_named_with_those_there_are(db):
    with pytest.raises(CommandError, match=r"There is no form 'lava'\. Name one of: .*case-study"):
        run_forms("compare", "lava")


def test_the_page_about_forms_lists_the_kinds():
    assert kinds_table() in (DOCS / "forms.md").read_text()


def test_saving_in_an_older_wording_costs_no_more(world, old, django_assert_num_queries):
    world.save(old, weather="Rain.")

    with django_assert_num_queries(1):
        services.save_answers(
            old, given={"weather": services.Given("Sun.", 1)}, person=world.editor, now=world.now
        )
