"""What a careful reader would remark on in an answer. Each takes a text and gives what it found in it.

They guess from the look of words, so what they find may warn and never block. Nothing that they find is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_FOUND = 3  # of one kind in one answer: more would not be read
_FEW_WORDS = 3
_WORDS_BEFORE = 60  # letters

_EVERYBODY_KNOWS = (
    "UK GB EU US USA BBC TV DVD CD IT AD BC AM PM OK UN UNESCO NHS RSPB PDF PTA DJ LED II III IV VI"
)
KNOWN_ABBREVIATIONS = frozenset(_EVERYBODY_KNOWS.split())

_PERCENTAGE = re.compile(r"\b\d{1,3}(?:[.,]\d+)?\s?(?:%|per ?cent\b)", re.IGNORECASE)
_SO_MANY_OF = re.compile(
    r"\b\d[\d,]{0,12}\s+(?:\w{1,20}\s+){0,3}?(?:out\s+)?of\s+(?:\w{1,20}\s+){0,3}?\d[\d,]{0,12}\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z](?:[A-Z]|&(?=[A-Z])){1,7}s?\b")
_SPELLED_OUT = re.compile(r"\(([A-Z][A-Z&]{1,7}s?)\)|\b([A-Z][A-Z&]{1,7}s?)\s\([a-z]")
_PLANS = re.compile(
    r"\b(?:we|school|staff|teachers|pupils|children|students|classes)(?:\s+all|\s+also)?\s+"
    r"(?:will|shall|plan\s+to|intend\s+to|hope\s+to|aim\s+to|want\s+to|are\s+going\s+to|are\s+planning\s+to)\b",
    re.IGNORECASE,
)
_YEAR_GROUP = re.compile(r"\b(?:(?:year|y)\s?(1[0-3]|[1-9])|(reception|nursery))\b", re.IGNORECASE)
_SEVERAL_YEARS = re.compile(
    r"\b(?:whole[- ]school|(?:all|every|each|both|other|most)\s+(?:\w+\s+)?(?:years?|class(?:es)?|phases?|pupils?"
    r"|child(?:ren)?|students?|key\s+stages?)|across\s+the\s+school|years?\s+\d+\s*(?:to|and|-|–)\s*\d+|everyone|everybody)\b",
    re.IGNORECASE,
)

_ONE_NAME = r"((?:[A-Z][’'])?[A-Z][a-zà-öø-ÿ]+(?:[-’'][A-Z]?[a-zà-öø-ÿ]+)?)"
_NAME = re.compile(rf"\b(?={_ONE_NAME}[ \t]+{_ONE_NAME}\b)")  # looks ahead: names may overlap
_AGE_AFTER = re.compile(
    r"\s*(?:\((?:Y|Year|Reception|aged?|age|\d{1,2}\))\s?\d{0,2}|,?\s+(?:who\s+is\s+|is\s+)?(?:aged\s+)?\d{1,2}\s+years?\s+old"
    r"|,?\s+(?:aged|age)\s+\d|,?\s+(?:in|from|of)\s+(?:Year|Y|Reception|Nursery|class)\b|,\s+(?:Year|Y)\s?\d)",
)
_CHILD_BEFORE = re.compile(
    r"(?:\b(?:pupils?|child|boy|girl|student|learner|son|daughter|classmate|(?:Year|Y)\s?\d{1,2}|Reception|Nursery"
    r"|class\s\w{1,3}|aged?\s\d{1,2})\b[\s,:(“\"‘]*(?:called\s|named\s|like\s|such\sas\s|is\s|was\s)?)$",
)
_ADULT_BEFORE = re.compile(
    r"\b(?:Mrs?|Ms|Miss|Mx|Dr|Sir|Dame|Professor|Prof|Lord|Lady|artist|author|poet|writer|composer|dancer|painter|sculptor"
    r"|potter|illustrator|musician|teacher|head|headteacher|governor|director|lead|leader|by|about|designer|photographer"
    r"|playwright|choreographer|actor|filmmaker|performer|the|Street|at|in|near|visited|with)\.?\s+$",
    re.IGNORECASE,
)
_WORDS_OF_OTHER_NAMES = """
    January February March April May June July August September October November December Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday Spring Summer Autumn Winter Easter Christmas Diwali Eid Ramadan Year Key Stage Class
    Reception Nursery Early Years Foundation Primary Infant Infants Junior Juniors Secondary Middle High Special School
    Schools Academy College University Trust Council Borough County City Town Road Street Lane Avenue Park Square Hall House
    Centre Center Theatre Theater Gallery Galleries Museum Museums Library Cathedral Church Castle Garden Gardens Studio
    Studios Orchestra Choir Band Ballet Opera Company Music Musical Dance Drama Art Arts Artsmark Award Awards Silver Gold
    Platinum Bronze Statement Commitment Case Study Impact Quality Principles Equality Act Duty National Curriculum Royal
    English Maths Mathematics Science History Geography Spanish French German Latin Religious Education Physical Personal Pupil
    Premium Ofsted Festival Week Day Night Term Half Great Saint West East North South Northern Southern Black Country
    Midlands England Wales Scotland Ireland Britain British London Birmingham Wolverhampton Coventry Walsall Dudley Sandwell
    Shakespeare Romeo Juliet Macbeth Bank Hub Service Services Project Programme Group Partnership Society Association Club
    Our The This That These Those We They Their Every All Each Some Many Most One Two Three Four Five Before After When Then
    Now Here There In On At By For From With Without And But Or Last Next First Second Third Children Pupils Staff Teachers
    Parents Governors Head Deputy Senior Leader Chair Big Young Old New
"""
_NO_NAMES = frozenset(_WORDS_OF_OTHER_NAMES.split())


def percentages_without_numbers(text: str) -> list[str]:
    """Percentages in a text that never says how many of how many ("40%" without "84 of 210")."""
    return [] if _SO_MANY_OF.search(text) else _few(match[0] for match in _PERCENTAGE.finditer(text))


def abbreviations(text: str, whole: str) -> list[str]:
    """Abbreviations in capitals that the whole document spells out nowhere, beside those that everybody knows."""
    if _is_shouted(text):
        return []
    spelled_out = {_singular(name) for pair in _SPELLED_OUT.findall(whole) for name in pair if name}
    found = (match[0] for match in _CAPITALS.finditer(text))
    return _few(it for it in found if _singular(it) not in KNOWN_ABBREVIATIONS | spelled_out)


def plans(text: str) -> list[str]:
    """Words about what is still to come ("we will")."""
    return _few(" ".join(match[0].split()) for match in _PLANS.finditer(text))


def one_year_group(text: str) -> list[str]:
    """The year group of a text that speaks of one only, and of no wider circle."""
    named = {_year_of(match) for match in _YEAR_GROUP.finditer(text)}
    return sorted(named) if len(named) == 1 and not _SEVERAL_YEARS.search(text) else []


def pupils_named(text: str) -> list[str]:
    """What looks like the full name of a child: two names where the words around speak of one."""
    return _few(f"{match[1]} {match[2]}" for match in _NAME.finditer(text) if _is_a_childs(match, text))


def _is_a_childs(match: re.Match[str], text: str) -> bool:
    if _NO_NAMES & {match[1], match[2]} or text[match.end(2) :][:_WORDS_BEFORE].lstrip(" ")[:1].isupper():
        return False
    before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
    if _AGE_AFTER.match(text, match.end(2)):
        return not _ADULT_BEFORE.search(before) or bool(_CHILD_BEFORE.search(before))
    return bool(_CHILD_BEFORE.search(before))


def _singular(abbreviation: str) -> str:
    return abbreviation.removesuffix("s")


def _is_shouted(text: str) -> bool:
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    return len(words) > _FEW_WORDS and sum(word.isupper() for word in words) > len(words) / 2


def _year_of(match: re.Match[str]) -> str:
    return f"Year {match[1]}" if match[1] else match[2].capitalize()


def _few(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MOST_FOUND]
