"""The columns of the office's own list of schools under way: what is handed in, and what is exported."""

from __future__ import annotations

from awards.intakes.tables import Column

COLUMNS = {
    "urn": Column("URN", ("Unique reference number", "School URN")),
    "name": Column("School", ("School name", "Name", "Setting", "Establishment name")),
    "postcode": Column("Postcode", ("School postcode", "Post code")),
    "local_code": Column("Local code", ("Our code", "Setting code")),
    "programme": Column("Programme"),
    "edition": Column("Edition", ("Version", "Scheme year", "Scheme"), needed=True),
    "step": Column("Step reached", ("Step", "Stage", "Status", "Stage reached"), needed=True),
    "since": Column("At this step since", ("Since",)),
    "registered": Column("Registered", ("Registered on", "Date registered", "Registration date")),
    "day_attended": Column(
        "Day attended", ("Development day", "Development day attended", "Date of development day")
    ),
    "commitment_submitted": Column(
        "Commitment submitted", ("Statement of Commitment submitted", "SoC submitted", "SoC received")
    ),
    "commitment_accepted": Column(
        "Commitment accepted", ("Statement of Commitment accepted", "SoC accepted")
    ),
    "case_study_submitted": Column(
        "Case Study submitted", ("Case Study received", "Statement of Impact submitted", "SoI submitted")
    ),
    "due": Column("Due date agreed", ("Agreed due date", "Extended to", "Extension to", "Deadline agreed")),
    "lead_name": Column("Lead name", ("Lead", "Artsmark lead", "Contact name")),
    "lead_email": Column("Lead email", ("Lead’s email", "Email", "Contact email", "Lead e-mail")),
    "second_name": Column("Second contact name", ("Second contact",)),
    "second_email": Column("Second contact email", ("Second contact e-mail", "Second email")),
    "level": Column("Award level", ("Past award", "Level", "Past award level", "Current award")),
    "awarded_on": Column("Awarded on", ("Awarded", "Date awarded", "Award date")),
    "expires_on": Column("Award expires on", ("Expires on", "Expiry", "Expiry date", "Award expiry")),
    "award_reference": Column("Award reference", ("Certificate number",)),
    "officer": Column("Officer’s email", ("Officer", "Officer email", "Programme officer")),
    "reference": Column("Waymark reference"),
}
"""By the key under which the rest of the code knows each."""

DAYS = (
    "since",
    "registered",
    "day_attended",
    "commitment_submitted",
    "commitment_accepted",
    "case_study_submitted",
    "due",
    "awarded_on",
    "expires_on",
)
IN_ORDER = (
    "registered",
    "day_attended",
    "commitment_submitted",
    "commitment_accepted",
    "case_study_submitted",
    "awarded_on",
)
"""Days that follow one another on the way of a school."""

PLACE = ("step", "since", "registered", "due")
EARLIER = ("day_attended", "commitment_submitted", "commitment_accepted", "case_study_submitted")
LEAD, SECOND = ("lead_email",), ("second_email",)
AWARD = ("level", "awarded_on", "expires_on", "award_reference")
OFFICER = ("officer",)
COMPARED = (*PLACE, *EARLIER, *LEAD, *SECOND, *AWARD, *OFFICER)


def label(key: str) -> str:
    return COLUMNS[key].name
