"""Where everything is."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/", include("documents.urls")),
    path("", include("awards.urls")),
    path("", include("certificates.urls")),
    path("", include("workflow.urls")),
    path("assessment/", include("assessments.urls")),
    path("account/email/", RedirectView.as_view(pattern_name="awards:my_details")),
    path("account/", include("allauth.account.urls")),
]
if settings.ANYMAIL.get(
    "WEBHOOK_SECRET"
):  # where a mail service tells what came back: never without the secret
    urlpatterns.append(path("anymail/", include("anymail.urls")))
