"""A school found in the register by what somebody types: its name, its URN or its postcode."""

from __future__ import annotations

import re
from difflib import get_close_matches

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When

from awards.models import RegisterEntry
from awards.register.eligibility import LIVE
from awards.register.names import SHARED_BY_MOST, plain_words, searchable, spaced_postcode

_URN = re.compile(r"\d{5,7}", re.ASCII)
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(?: ?(\d[A-Z]{0,2}))?", re.ASCII)
_WHOLE_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", re.ASCII)

_OPEN_FIRST = Case(When(status_code__in=LIVE, then=Value(0)), default=Value(1))
_SHORTEST, _LONGEST = 3, 200
_SLIP_OF_A_WORD = 0.8
_ALIKE = "0.4"  # three slips in a name of fifteen letters leave about half of its groups of three letters


def search_schools(text: str, *, limit: int = 20) -> list[RegisterEntry]:
    """Schools that match, best first, open ones before closed.

    A URN or a postcode (or its beginning) finds exactly. A name finds the schools that have all of its words; if those are
    fewer than ``limit``, then also schools of nearly that name. Fewer than three letters find nothing. Town names count as words of the name. Case, accents,
    apostrophes, "St" or "Saint", "&" or "and", "C of E" or "Church of England" make no difference.
    """
    text = " ".join(text.replace("\0", " ").split())[:_LONGEST]
    exact = _by_urn(text) or _by_postcode(text, limit)
    if exact or sum(map(str.isalnum, text)) < _SHORTEST:
        return exact
    found = _with_all_words(text, limit)
    if len(found) < limit:
        found += _of_nearly_that_name(text, limit - len(found), apart_from=found)
    return found


def _by_urn(text: str) -> list[RegisterEntry]:
    digits = text.upper().removeprefix("URN").strip(" :")
    if not _URN.fullmatch(digits):
        return []
    return list(_entries().filter(urn=int(digits)))


def _by_postcode(text: str, limit: int) -> list[RegisterEntry]:
    postcode = spaced_postcode(text)
    if _WHOLE_POSTCODE.fullmatch(postcode):
        beginning = postcode
    elif parts := _POSTCODE.fullmatch(postcode):
        beginning = f"{parts[1]} {parts[2] or ''}"
    else:
        return []
    return list(
        _entries()
        .filter(postcode__startswith=beginning)
        .order_by(_OPEN_FIRST, "postcode", "name", "urn")[:limit]
    )


def _with_all_words(text: str, limit: int) -> list[RegisterEntry]:
    telling = searchable(text).split()
    matching = Q()
    if telling:
        for word in telling:
            matching &= Q(search_name__contains=word)
    else:
        for word in plain_words(text):
            matching &= Q(name__icontains=word)
    if not matching:
        return []
    alike = TrigramSimilarity("search_name", " ".join(telling)) + TrigramSimilarity("name", text)
    return list(
        _entries()
        .filter(matching)
        .annotate(alike=alike)
        .order_by(_OPEN_FIRST, "-alike", "name", "urn")[:limit]
    )


def _of_nearly_that_name(text: str, limit: int, *, apart_from: list[RegisterEntry]) -> list[RegisterEntry]:
    telling = " ".join(word for word in searchable(text).split() if not _is_slip_of_a_shared_word(word))
    if not telling:
        return []
    alike = TrigramWordSimilarity(telling, "search_name") + TrigramSimilarity("search_name", telling)
    nearly = (
        _entries()
        .filter(search_name__trigram_word_similar=telling)
        .exclude(pk__in=[entry.pk for entry in apart_from])
        .annotate(alike=alike)
        .order_by(_OPEN_FIRST, "-alike", "name", "urn")[:limit]
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [_ALIKE])
        return list(nearly)


def _is_slip_of_a_shared_word(word: str) -> bool:
    return bool(get_close_matches(word, SHARED_BY_MOST, n=1, cutoff=_SLIP_OF_A_WORD))


def _entries() -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.select_related("area")
