"""The package as a Django application."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
