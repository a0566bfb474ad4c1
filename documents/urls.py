"""Pages of documents."""

from __future__ import annotations

from django.urls import path

from documents.views import comments, handouts, reading, signing, writing

app_name = "documents"

urlpatterns = [
    path("signing/<str:token>/", signing.sign_by_link, name="sign_by_link"),
    path("handed/open/<str:token>/", handouts.handout_open, name="handout_open"),
    path("handed/<int:pk>/<slug:section>/", handouts.handed_section, name="handed_section"),
    path("<uuid:public_id>/<slug:form_code>/", writing.write, name="write"),
    path("<uuid:public_id>/<slug:form_code>/section/<slug:section>/", writing.write_section, name="section"),
    path("<uuid:public_id>/<slug:form_code>/check/", writing.check_answers, name="check"),
    path("<uuid:public_id>/<slug:form_code>/signatures/", signing.signatures, name="sign"),
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
