"""Lists that people at the office keep: keeping one, renaming, sharing and dropping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import board as reads
from awards.forms.saved_views import SavedViewForm
from awards.office import office_only
from awards.queries import person_of
from awards.services.saved_views import CannotKeep, change_view, drop_view, keep_view


@office_only
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """The lists that this person kept, and those that colleagues share."""
    person = person_of(request)
    kept = reads.views_for(person)
    context = {
        "own": [view for view in kept if view.person_id == person.pk],
        "others": [view for view in kept if view.person_id != person.pk],
    }
    return render(request, "awards/saved_views.html", context)


@office_only
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list on the page under a name."""
    form = SavedViewForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        view = keep_view(
            person_of(request),
            name=given["name"],
            query=given["query"],
            shared=given["shared"],
            now=timezone.now(),
        )
        messages.success(request, f"“{view.name}” is kept. You find it at the top of this page.")
        return redirect(f"{reverse('awards:board')}?{view.query}")
    return render(request, "awards/saved_view.html", {"form": form, "button": "Keep this list"}, status=422)


@office_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a list of one's own; or share it, or no longer."""
    view = reads.own_view(person_of(request), pk)
    form = SavedViewForm(request.POST or None, initial={"name": view.name, "shared": view.shared})
    if form.is_valid():
        try:
            change_view(view, name=form.cleaned_data["name"], shared=form.cleaned_data["shared"])
        except CannotKeep as refused:
            form.add_error("name", refused.reasons[0])
        else:
            messages.success(request, f"“{view.name}” is changed.")
            return redirect("awards:saved_views")
    context = {"form": form, "view": view, "button": "Save"}
    return render(request, "awards/saved_view.html", context, status=422 if form.errors else 200)


@office_only
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a list of one's own no longer."""
    view = reads.own_view(person_of(request), pk)
    drop_view(view)
    messages.success(request, f"“{view.name}” is no longer kept. The journeys on it stay as they are.")
    return redirect("awards:saved_views")
