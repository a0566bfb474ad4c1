"""Where everything is."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("awards.urls")),
    path("", include("certificates.urls")),
    path("", include("workflow.urls")),
    path("documents/", include("documents.urls")),
    path("assessment/", include("assessments.urls")),
    path("account/", include("allauth.account.urls")),
]
