"""Pages of documents."""

from __future__ import annotations

from django.urls import path

from documents.views import (
    asking,
    comments,
    downloads,
    evidence,
    handouts,
    reading,
    saving,
    scrapbook,
    signing,
    writing,
)

app_name = "documents"

urlpatterns = [
    path("signing/<str:token>/", signing.sign_by_link, name="sign_by_link"),
    path("evidence/<uuid:evidence_id>/", evidence.file, name="evidence"),
    path("evidence/<uuid:evidence_id>/small/", evidence.file, {"small": True}, name="evidence_small"),
    path("evidence/<uuid:evidence_id>/describe/", evidence.describe, name="evidence_describe"),
    path("evidence/<uuid:evidence_id>/take-down/", evidence.take_down, name="evidence_take_down"),
    path("<uuid:public_id>/evidence/", evidence.evidence_of_run, name="evidence_of_run"),
    path("scraps/<str:token>/", scrapbook.by_link, name="scrapbook_by_link"),
    path("<uuid:public_id>/scrapbook/", scrapbook.scrapbook, name="scrapbook"),
    path("<uuid:public_id>/scrapbook/link/", scrapbook.link, name="scrapbook_link"),
    path("<uuid:public_id>/scrapbook/poster/", scrapbook.poster, name="scrapbook_poster"),
    path("<uuid:public_id>/scrapbook/code.svg", scrapbook.code, name="scrapbook_code"),
    path("<uuid:public_id>/scrapbook/<uuid:scrap_id>/", scrapbook.scrap, name="scrap"),
    path("<uuid:public_id>/governors/", downloads.governors, name="governors"),
    path("<uuid:public_id>/ask/", asking.ask, name="ask"),
    path("handed/open/<str:token>/", handouts.handout_open, name="handout_open"),
    path("handed/<int:pk>/<slug:section>/", handouts.handed_section, name="handed_section"),
    path("<uuid:public_id>/<slug:form_code>/", writing.write, name="write"),
    path("<uuid:public_id>/<slug:form_code>/section/<slug:section>/", writing.write_section, name="section"),
    path("<uuid:public_id>/<slug:form_code>/answers/<slug:question>/", saving.save, name="save"),
    path(
        "<uuid:public_id>/<slug:form_code>/answers/<slug:question>/earlier/", saving.earlier, name="earlier"
    ),
    path("<uuid:public_id>/<slug:form_code>/word/", downloads.word, name="word"),
    path(
        "<uuid:public_id>/<slug:form_code>/submitted/<int:number>/paper/",
        downloads.paper,
        name="submission_paper",
    ),
    path(
        "<uuid:public_id>/<slug:form_code>/submitted/<int:number>/changes/",
        downloads.differences,
        name="differences",
    ),
    path("<uuid:public_id>/<slug:form_code>/check/", writing.check_answers, name="check"),
    path("<uuid:public_id>/<slug:form_code>/signatures/", signing.signatures, name="sign"),
    path("<uuid:public_id>/<slug:form_code>/signatures/print/", signing.paper, name="paper"),
    path(
        "<uuid:public_id>/<slug:form_code>/signatures/<slug:role>/on-paper/",
        signing.on_paper,
        name="on_paper",
    ),
    path(
        "<uuid:public_id>/<slug:form_code>/signatures/<int:pk>/withdraw/", signing.withdraw, name="withdraw"
    ),
    path("<uuid:public_id>/<slug:form_code>/submitted/<int:number>/", reading.submitted, name="submitted"),
    path("<uuid:public_id>/<slug:form_code>/comments/", comments.comments, name="comments"),
    path(
        "<uuid:public_id>/<slug:form_code>/comments/on/<slug:question>/resolve/",
        comments.resolve,
        name="resolve_comments",
    ),
    path(
        "<uuid:public_id>/<slug:form_code>/comments/<int:pk>/take-back/",
        comments.take_back,
        name="take_comment_back",
    ),
    path("<uuid:public_id>/<slug:form_code>/handouts/", handouts.handouts, name="handouts"),
    path(
        "<uuid:public_id>/<slug:form_code>/handouts/<int:pk>/take-back/",
        handouts.take_back,
        name="take_handout_back",
    ),
]
