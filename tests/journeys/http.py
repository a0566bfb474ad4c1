"""Somebody who is signed in at a real web server and speaks HTTP to it, without a browser."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

PATIENCE = 20  # seconds


@dataclass(frozen=True)
class Answer:
    """What the server said. Redirects are not followed."""

    status: int
    text: str
    location: str = ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Caller:
    """One person's session. Built before a race, so that in it only the request itself is left."""

    def __init__(self, site: str, person: Any) -> None:
        signed_in = Client()
        signed_in.force_login(person)
        self.site = site
        self.session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.site + path))

    def form_of(self, path: str) -> dict[str, str]:
        """The hidden fields of a page's form, the CSRF token among them."""
        hidden = re.findall(r'<input\b[^>]*type="hidden"[^>]*>', self.get(path).text)
        return dict(re.search(r'name="(\w+)"[^>]*value="([^"]*)"', field).groups() for field in hidden)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask(urllib.request.Request(self.site + path, urllib.parse.urlencode(fields).encode()))

    def _ask(self, request: urllib.request.Request) -> Answer:
        cookies = [f"{settings.SESSION_COOKIE_NAME}={self.session}"]
        cookies += [f"{it.name}={it.value}" for it in self.jar if it.name != settings.SESSION_COOKIE_NAME]
        request.add_header("Cookie", "; ".join(cookies))
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                return Answer(answer.code, answer.read().decode(), answer.headers.get("Location", ""))
