"""The package as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"

    def ready(self) -> None:
        from awards import checks  # noqa: F401, PLC0415 - app ready: registers checks
        from awards.intakes import kinds  # noqa: F401, PLC0415 - app ready: makes the kinds of table known
        from awards.mailing import declare_mails, declare_mails_of_acts  # noqa: PLC0415 - app ready: the journeys' models are there
        from awards.nudging import make_known  # noqa: PLC0415 - app ready: models are there
        from awards.services.people import mark_came_back  # noqa: PLC0415 - app ready: models are there
        from workflow.messages import tell_of_bounces  # noqa: PLC0415 - app ready: models are there

        declare_mails()
        declare_mails_of_acts()
        make_known()
        tell_of_bounces(mark_came_back)
