"""Pictures of the work, and the board in columns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards import queries
from awards.figures import ages, due_by_week, funnel, lanes, paces
from awards.forms.figures import ChoiceForm, LanesForm
from awards.office import office_only
from awards.parties import OURS
from awards.presenters.figures import ages_figure, due_figure, funnel_figure, pace_figure
from awards.presenters.lanes import lane_of

MOST_CARDS = 8


@office_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How far journeys come, how long steps take, what is in hand, what falls due. Each picture with its table."""
    form = ChoiceForm(request.GET)
    choice, now = form.choice, timezone.now()
    today = timezone.localdate(now)
    drawn = [
        ages_figure(ages(choice, now=now), choice),
        due_figure(due_by_week(choice, ours=OURS, today=today), choice, today=today),
    ]
    if choice.programme:
        edition, known = paces(choice)
        drawn[:0] = [funnel_figure(funnel(choice)), pace_figure(edition, known, area=choice.area)]
    return render(request, "awards/figures.html", {"form": form, "figures": drawn, "choice": choice})


@office_only
@require_safe
def columns(request: HttpRequest) -> HttpResponse:
    """The open journeys of a programme in columns by step, the longest waiting on top."""
    form = LanesForm(request.GET)
    officer = queries.person_of(request).pk if form.only_mine else None
    found = lanes(form.choice, officer=officer, most=MOST_CARDS)
    now = timezone.now()
    shown = [lane_of(lane, form.choice, only_mine=form.only_mine, now=now) for lane in found]
    return render(request, "awards/columns.html", {"form": form, "lanes": shown})
