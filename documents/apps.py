"""The package as a Django application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
