"""A year of six hundred schools that do not exist: how they stood when it began, what they did, and what the clock did."""

from __future__ import annotations

from awards.demo.year.living import Year, live, live_last_year
from awards.demo.year.scenes import SCENES, Scene, on
from awards.demo.year.schools import register_with, schools_of

__all__ = ["SCENES", "Scene", "Year", "live", "live_last_year", "on", "register_with", "schools_of"]
