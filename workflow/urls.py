"""The engine's own pages."""

from __future__ import annotations

from django.urls import path

from workflow import views

app_name = "workflow"
urlpatterns = [
    path("journeys/<uuid:public_id>/<slug:name>/", views.take, name="take"),
    path("journeys/<uuid:public_id>/history/<int:seq>/", views.correct_day, name="correct"),
    path("journeys/<uuid:public_id>/conditions/waive/", views.waive_condition, name="waive"),
    path("journeys/<uuid:public_id>/acts/<slug:code>/", views.act, name="act"),
    path("journeys/<uuid:public_id>/more-time/ask/", views.ask_for_more_time, name="ask_for_time"),
    path("more-time/<int:pk>/", views.answer_more_time, name="answer_request"),
    path("together/", views.bulk_acts, name="bulk_acts"),
    path("together/<uuid:public_id>/", views.bulk, name="bulk"),
    path("together/<uuid:public_id>/confirm/", views.bulk_confirm, name="bulk_confirm"),
    path("together/<uuid:public_id>/take-back/", views.bulk_take_back, name="bulk_take_back"),
    path("waivers/", views.waivers, name="waivers"),
    path("stopped-post/", views.stops, name="stops"),
    path("stopped-post/new/", views.new_stop, name="stop"),
    path("stopped-post/<int:stop_id>/", views.lift_stop, name="lift"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:message_id>/", views.message, name="message"),
    path("outbox/<int:message_id>/recall/", views.recall_message, name="recall"),
    path("emails/", views.mails, name="mails"),
    path("emails/<path:template>/words/", views.words, name="words"),
    path("emails/<path:template>/", views.mail, name="mail"),
]
