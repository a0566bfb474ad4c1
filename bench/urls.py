"""The product's own addresses, and those that the benchmarks ask."""

from __future__ import annotations

from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/advance/<int:pk>/", views.advance),
    path("bench/without-a-lock/<int:pk>/", views.without_a_lock),
    path("bench/insert-a-row/", views.insert_a_row),
    path("", include("config.urls")),
]
