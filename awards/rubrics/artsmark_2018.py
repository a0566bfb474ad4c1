"""Artsmark's eight criteria and four levels, as of the self-assessment framework of 2018 to 2023.

Names of criteria and levels: the framework's public pages. The full text of its descriptors is not public: those here
are our own words, after what award letters and guidance of 2015 to 2022 say of each level.
"""

from __future__ import annotations

from assessments.rubric import Criterion, Level, Rubric, register

BELOW = Level("below", "Working towards Silver")
SILVER = Level("silver", "Silver")
GOLD = Level("gold", "Gold")
PLATINUM = Level("platinum", "Platinum")

RUBRIC = register(
    Rubric(
        code="artsmark-2018",
        title="Artsmark, from 2018",
        levels=(BELOW, SILVER, GOLD, PLATINUM),
        criteria=(
            Criterion(
                "values",
                "Values and ethos",
                {
                    "below": "The arts are welcome, but they are not yet named in what the setting says it stands for.",
                    "silver": "The arts are named in the setting’s values and in its improvement plan, with milestones.",
                    "gold": "The arts are part of daily life; staff, pupils and families can say why they matter here.",
                    "platinum": "The setting’s values for the arts shape other settings, and people come to learn from them.",
                },
            ),
            Criterion(
                "leadership",
                "Leadership",
                {
                    "below": "One keen member of staff carries the arts, without time or a plan.",
                    "silver": "A senior leader drives the arts, and teachers share the responsibility.",
                    "gold": "Leaders at every level answer for the arts, and governors ask what they change.",
                    "platinum": "Leaders, with a named governor, lead the arts beyond the setting and share what they know.",
                },
            ),
            Criterion(
                "engagement",
                "Children and young people’s engagement",
                {
                    "below": "Pupils take part in what adults arrange for some of them.",
                    "silver": "All pupils take part, and they are asked what they think of it.",
                    "gold": "Pupils plan, take part in and look back on the arts as equals of the staff.",
                    "platinum": "Pupils lead and speak for the arts, in the setting and outside it.",
                },
            ),
            Criterion(
                "curriculum",
                "Curriculum design",
                {
                    "below": "The arts come and go with the timetable; there is little that builds from year to year.",
                    "silver": "Several art forms are taught to every year group, and what is learnt builds up.",
                    "gold": "The arts are planned on their own and with other subjects, and their effect is looked at.",
                    "platinum": "A rich curriculum is kept fresh, and the setting helps others to design theirs.",
                },
            ),
            Criterion(
                "offer",
                "Range of offer",
                {
                    "below": "There are one or two art forms, mostly for those who choose them.",
                    "silver": "There is a range of art forms, in and out of lessons, with live arts in the year.",
                    "gold": "The range is wide and diverse, and each pupil can reach all of it.",
                    "platinum": "It reaches to less usual art forms and to work of national standing, over years.",
                },
            ),
            Criterion(
                "development",
                "Continuing professional development",
                {
                    "below": "Training in the arts is by chance.",
                    "silver": "Staff have training in the arts each year, tied to the plan.",
                    "gold": "Specialists lead training, staff pass it on, and teaching is seen to change.",
                    "platinum": "The setting’s own staff train and support staff elsewhere.",
                },
            ),
            Criterion(
                "partnerships",
                "Partnerships",
                {
                    "below": "Visits and visitors happen, each by itself.",
                    "silver": "The setting works with at least one arts or cultural partner over time.",
                    "gold": "Partnerships last, are planned together, and there is evidence of what they bring.",
                    "platinum": "The setting leads larger partnerships that many others gain from.",
                },
            ),
            Criterion(
                "equality",
                "Equality and diversity",
                {
                    "below": "Who takes part, and whose work is seen, is left to chance.",
                    "silver": "The setting knows who does not take part and removes what stands in their way.",
                    "gold": "Every pupil takes part on equal terms, and the art met reflects many cultures and lives.",
                    "platinum": "Pupils who are often left out help to lead, and others learn from how it is done.",
                },
            ),
        ),
    )
)
