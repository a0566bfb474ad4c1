"""Schools that were under way before the office kept their journeys here: brought in midway, and exported in the same form."""

from __future__ import annotations
