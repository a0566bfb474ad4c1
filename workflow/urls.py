"""The engine's own page."""

from __future__ import annotations

from django.urls import path

from workflow import views

app_name = "workflow"
urlpatterns = [path("journeys/<uuid:public_id>/<slug:name>/", views.take, name="take")]
