"""What can be remarked in the history of a journey: things that are so and move nothing."""

from __future__ import annotations

from workflow.journey import Remark

NEW_LEAD = Remark("new-lead", "The school has a new lead", outside="Your school has a new lead")
ADDRESS_CORRECTED = Remark("address-corrected", "An email address was put right")
AWARD_BODY_REGISTERED = Remark(
    "award-body-registered", "The award body registered it", outside="The award body registered your school"
)
AWARD_BODY_INVOICED = Remark(
    "award-body-invoiced", "The award body sent its invoice", outside="The award body sent its invoice"
)
AWARD_BODY_PAID = Remark(
    "award-body-paid", "The award body received its fee", outside="The award body received its fee"
)
AWARD_BODY_CERTIFIED = Remark(
    "award-body-certified",
    "The award body sent its certificate",
    outside="The award body sent its certificate",
)
SCHOOL_HANDED_OVER = Remark(
    "school-handed-over",
    "Handed over to the school that goes on from this one",
    outside="Your journey goes on with the school that follows yours in the national register",
)
GIVEN_URN = Remark(
    "given-urn", "The setting is in the register now", outside="Your setting is in the national register now"
)
INTERESTS_AGAIN = Remark("interests-again", "Assessors’ interests in the new school are to be asked about")
PLACES_CHANGED = Remark(
    "places-changed", "Places on a day were changed", outside="Who comes to your day was changed"
)
DAY_MOVED = Remark("day-moved", "A development day was moved", outside="We moved your development day")
CARRIED_OVER = Remark(
    "carried-over",
    "A day was called off, and the places carried over to another",
    outside="We called off your day, and kept you places on another",
)
DAY_CALLED_OFF = Remark("day-called-off", "A day was called off", outside="We called off a development day")
CAME_TO_A_DAY = Remark("came-to-a-day", "Came to a development day", outside="You came to a development day")
NOBODY_CAME = Remark("nobody-came", "Nobody came to a day", outside="We did not see you at a development day")
ATTENDANCE_PUT_RIGHT = Remark(
    "attendance-put-right", "Attendance was put right", outside="We put right who came"
)
CAUGHT_UP = Remark(
    "caught-up", "The missed part of a day was caught up", outside="The missed part of a day was caught up"
)
NUDGED = Remark("nudged", "A reminder was sent by hand", outside="We sent you a reminder")
