"""What is asked of the office about a journey: marked as done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from awards import queries
from awards.office import office_only
from workflow import access, clock
from workflow.requests import PROMPT as MORE_TIME


@office_only
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody did it."""
    prompt = clock.prompt_by_key(pk)
    if prompt is None:
        raise Http404
    run = access.run_for(request.user, prompt.run.public_id, access.office)
    if prompt.code == MORE_TIME and prompt.done_at is None:
        messages.info(request, "They wait for your answer: it takes this off the list.")
        return redirect(prompt.href)
    if clock.done(prompt, by=queries.person_of(request), now=timezone.now()):
        messages.success(request, f"Done: {prompt.words}")
    else:
        messages.info(request, "Somebody did this already.")
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse("awards:run", args=[run.public_id]) + "#reminders")
