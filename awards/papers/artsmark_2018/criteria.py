"""What a school is seen by: the eight criteria of the framework of 2018-23, and the goals' places."""

from __future__ import annotations

CRITERIA = (
    ("values", "Values and ethos"),
    ("leadership", "Leadership"),
    ("engagement", "Children and young people’s engagement"),
    ("curriculum", "Curriculum design"),
    ("range", "Range of offer"),
    ("development", "Continuing professional development"),
    ("partnerships", "Partnerships"),
    ("equality", "Equality and diversity"),
)

GOALS = ("goal_1", "goal_2", "goal_3", "goal_4", "goal_5")  # up to five: our default, no public source
