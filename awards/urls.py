"""Where the business's pages are."""

from __future__ import annotations

from django.urls import path

from awards.views import calendar, office, public, runs, school

app_name = "awards"
urlpatterns = [
    path("", public.start, name="start"),
    path("contact/", public.contact, name="contact"),
    path("contact/thanks/", public.contact_thanks, name="contact_thanks"),
    path("enquiry/<str:token>/", public.enquiry, name="enquiry"),
    path("home/", school.home, name="home"),
    path("schools/", school.find_school, name="find_school"),
    path("schools/<int:urn>/register/", school.register, name="register"),
    path("journeys/", office.board, name="board"),
    path("journeys/<uuid:public_id>/", runs.run, name="run"),
    path("journeys/<uuid:public_id>/development-day/", school.days, name="days"),
    path("journeys/<uuid:public_id>/fee/", school.fee, name="fee"),
    path("journeys/<uuid:public_id>/attendance/", office.attendance, name="attendance"),
    path("development-days/", office.development_days, name="development_days"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/terms/", calendar.terms, name="calendar_terms"),
    path("calendar/bank-holiday/", calendar.bank_holiday, name="calendar_bank_holiday"),
    path("calendar/quiet-days/", calendar.quiet_days, name="calendar_quiet_days"),
    path("incidents/", office.incidents, name="incidents"),
    path("incidents/<int:incident_id>/mend/", office.mend, name="mend"),
]
