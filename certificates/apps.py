"""The package as a Django application."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
