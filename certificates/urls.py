"""Where certificates are checked and fetched."""

from __future__ import annotations

from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("check/", views.find, name="find"),
    path("check/<str:number>", views.check, name="check"),
    path("certificates/<str:number>.pdf", views.download, name="download"),
]
