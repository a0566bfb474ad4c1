"""The two addresses on which the races are run."""

from __future__ import annotations

from django.urls import path

from bench import views

urlpatterns = [
    path("advance/<int:pk>/", views.advance),
    path("without-a-lock/<int:pk>/", views.without_a_lock),
]
