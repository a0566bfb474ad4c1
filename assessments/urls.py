"""Pages of assessment."""

from __future__ import annotations

from django.urls import path

from assessments.views import office, reader

app_name = "assessments"

urlpatterns = [
    path("", reader.pile, name="pile"),
    path("mark/<uuid:public_id>/", reader.mark, name="mark"),
    path("mark/<uuid:public_id>/check/", reader.check, name="check"),
    path("office/", office.office, name="office"),
    path("<uuid:public_id>/readers/", office.allocate, name="allocate"),
    path("mark/<uuid:public_id>/files/<uuid:evidence_id>/", reader.file, name="file"),
    path(
        "mark/<uuid:public_id>/files/<uuid:evidence_id>/small/",
        reader.file,
        {"small": True},
        name="file_small",
    ),
    path("<uuid:public_id>/files/<uuid:evidence_id>/", office.file, name="moderated_file"),
    path(
        "<uuid:public_id>/files/<uuid:evidence_id>/small/",
        office.file,
        {"small": True},
        name="moderated_file_small",
    ),
    path("<uuid:public_id>/moderation/", office.moderate, name="moderate"),
    path("<uuid:public_id>/feedback/", office.feedback, name="feedback"),
    path("<uuid:public_id>/conclude/", office.conclude, name="conclude"),
]
