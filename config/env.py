"""Typed readers of the environment. A bad value stops the start with a sentence that says which and why."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: Waymark cannot start without it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is '{value}': write 1 for yes or 0 for no.")
    return value == "1"


def number(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is '{value}': write a whole number.") from error


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def beginning_with(prefix: str) -> dict[str, str]:
    """All that the environment has under names that begin so, by the rest of the name."""
    return {name.removeprefix(prefix): value for name, value in os.environ.items() if name.startswith(prefix)}
