"""The package as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"

    def ready(self) -> None:
        from awards import checks  # noqa: F401, PLC0415 - app ready: registers checks
        from awards.chasing.head import register_heads  # noqa: PLC0415 - app ready: models are there
        from awards.chasing.question import register_question  # noqa: PLC0415 - app ready: models are there
        from awards.chasing.words import words_of  # noqa: PLC0415 - app ready: models are there
        from awards.digest import register_digest  # noqa: PLC0415 - app ready: models are there
        from awards.intakes import kinds  # noqa: F401, PLC0415 - app ready: makes the kinds of table known
        from awards.mailing import declare_all  # noqa: PLC0415 - app ready: the journeys' models are there
        from awards.nudging import make_known  # noqa: PLC0415 - app ready: models are there
        from awards.services.people import mark_came_back  # noqa: PLC0415 - app ready: models are there
        from workflow.clock import register_words  # noqa: PLC0415 - app ready: models are there
        from workflow.messages import tell_of_bounces  # noqa: PLC0415 - app ready: models are there

        declare_all()
        register_words(words_of)
        make_known()
        register_digest()
        register_question()
        register_heads()
        tell_of_bounces(mark_came_back)
