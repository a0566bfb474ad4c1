"""The product's own addresses, and the two on which the races are run."""

from __future__ import annotations

from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/advance/<int:pk>/", views.advance),
    path("bench/without-a-lock/<int:pk>/", views.without_a_lock),
    path("", include("config.urls")),
]
