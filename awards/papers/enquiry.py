"""What the office asks of somebody who asks it something. The wording is ours."""

from __future__ import annotations

from documents.registry import register
from documents.vocabulary import Choice, Email, Form, LongText, Section, ShortText

ABOUT = (
    ("artsmark", "Artsmark for our school"),
    ("training", "Training and professional development"),
    ("partnership", "Working in partnership"),
    ("young-people", "Opportunities for young people"),
    ("other", "Something else"),
)


@register
class Enquiry(Form):
    code = "enquiry"
    title = "Ask us"
    intro = "Tell us what you would like to know. A person reads it, and answers within a week."

    you = Section("About you")
    name = ShortText(
        "Your name",
        letters=150,
        autocomplete="name",
        missing="Write your name, so that we know whom we answer.",
    )
    email = Email("Your email address", missing="Write your email address, so that we can answer you.")
    organisation = ShortText(
        "Your school or organisation", letters=200, autocomplete="organization", required=False
    )

    question = Section("Your question")
    about = Choice(
        "What is it about?",
        choices=ABOUT,
        missing="Choose what it is about, so that the right person reads it.",
    )
    message = LongText(
        "What would you like to know?",
        hint="Do not name a child.",
        words=500,
        missing="Write what you would like to know.",
    )


@register
class Reply(Form):
    code = "enquiry-reply"
    title = "Your reply"

    answer = Section("Your reply")
    message = LongText("Your reply", words=500, missing="Write your reply.")


ENQUIRY = Enquiry
REPLY = Reply
