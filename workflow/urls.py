"""The engine's own pages."""

from __future__ import annotations

from django.urls import path

from workflow import views

app_name = "workflow"
urlpatterns = [
    path("journeys/<uuid:public_id>/<slug:name>/", views.take, name="take"),
    path("journeys/<uuid:public_id>/history/<int:seq>/", views.correct_day, name="correct"),
    path("journeys/<uuid:public_id>/conditions/waive/", views.waive_condition, name="waive"),
    path("waivers/", views.waivers, name="waivers"),
    path("stopped-post/", views.stops, name="stops"),
    path("stopped-post/<int:stop_id>/", views.lift_stop, name="lift"),
]
