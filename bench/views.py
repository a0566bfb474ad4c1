"""What the racers ask for: one step, answered with 200 or a refusal, and who answered when."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bench.baselines import insert_row, step_without_a_lock
from bench.journeys import LONG_GUARD, Race
from bench.steps import NotReadyYet
from workflow import services
from workflow.models import Run
from workflow.refusals import NotFromHere, Stale


@csrf_exempt
@require_POST
@login_required
def advance(request: HttpRequest, pk: int) -> JsonResponse:
    """Take the one step of the race, with the version that the page showed if it says one."""
    version = request.POST.get("version")
    return _told(
        partial(
            services.advance,
            Run(pk=pk),
            Race.go,
            actor=request.user,
            now=timezone.now(),
            version=int(version) if version else None,
        )
    )


@csrf_exempt
@require_POST
@login_required
def without_a_lock(request: HttpRequest, pk: int) -> JsonResponse:
    """The same step as it goes without a lock."""
    return _told(
        partial(step_without_a_lock, pk, person=request.user, while_deciding=partial(time.sleep, LONG_GUARD))
    )


@require_POST
@login_required
def insert_a_row(request: HttpRequest) -> HttpResponse:
    """The least that a signed-in page can do with what was sent: see ``bench.baselines.insert_row``."""
    insert_row(request.user, len(request.POST["words"]))
    return HttpResponse("Kept.")


def _told(step: Callable[[], Any]) -> JsonResponse:
    begun = time.monotonic()
    try:
        step()
    except (NotFromHere, Stale, NotReadyYet) as refusal:
        status, reason = 409, str(refusal)
    else:
        status, reason = 200, ""
    answer = {"reason": reason, "worker": os.getpid(), "begun": begun, "ended": time.monotonic()}
    return JsonResponse(answer, status=status)
