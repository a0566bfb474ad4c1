"""Named conditions of the business, each with the sentences that say what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from awards.facts import FEE, OTHER_LIVE_RUN, REGISTER_ENTRY, TRAINING
from awards.register.eligibility import eligibility
from awards.wording import counted, number_word, pounds
from workflow.journey import Facts, Guard


def _type_reasons(facts: Facts) -> Sequence[str]:
    entry = facts[REGISTER_ENTRY]
    if entry is None:
        return []
    verdict = eligibility(entry)
    return [] if verdict.may_register else [verdict.sentence]


eligible_type = Guard("eligible type", (REGISTER_ENTRY,), _type_reasons, waivable=True)


def _other_run_reasons(facts: Facts) -> Sequence[str]:
    if not facts[OTHER_LIVE_RUN]:
        return []
    return ["The school has begun anew since, and is on its way by that journey. Carry on there."]


only_one_live = Guard("only one live", (OTHER_LIVE_RUN,), _other_run_reasons)


def attended(staff: int, *, senior_leaders: int) -> Guard:
    """Enough staff came to a development day, enough of them senior leaders.

    Two staff, one a senior leader, must attend (how-artsmark-works, 2018-19).
    """

    def reasons(facts: Facts) -> Sequence[str]:
        training = facts[TRAINING]
        found = []
        if training.staff < staff:
            found.append(
                f"{counted(staff, 'member', 'members').capitalize()} of staff go to a development day; so far"
                f" {number_word(training.staff)}. Book a place for the rest on another day."
            )
        if training.senior_leaders < senior_leaders:
            found.append(
                "One of those who go to a development day must be a senior leader. Book a place for one on another day."
            )
        if found and training.to_catch_up:
            who = counted(training.to_catch_up, "person counts", "people count").capitalize()
            found.append(f"{who} once the part of a day that was missed is caught up. Ask us how.")
        return found

    return Guard(f"attended {staff}, {senior_leaders} senior", (TRAINING,), reasons, waivable=True)


def _fee_reasons(facts: Facts) -> Sequence[str]:
    fee = facts[FEE]
    if not fee.number:
        return ["The registration fee has not been invoiced yet."]
    if fee.is_written_off:
        return [
            f"The registration fee was not paid: {pounds(fee.owed)} of invoice {fee.number} was written off."
        ]
    if fee.owed > 0:
        return [
            f"The registration fee is not paid: {pounds(fee.owed)} of invoice {fee.number} is still owed."
        ]
    return []


fee_paid = Guard("fee paid", (FEE,), _fee_reasons, waivable=True)
"""No assessment until the fee has cleared (application fee conditions, about 2018)."""
