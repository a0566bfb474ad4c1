"""The programmes, one file each edition. A new programme is a new file and a line here."""

from awards.journeys import (
    artsmark_2018,
    artsmark_2018_recorded,
    artsmark_2019,
    artsmark_2019_recorded,
    enquiry,
)

__all__ = ["artsmark_2018", "artsmark_2018_recorded", "artsmark_2019", "artsmark_2019_recorded", "enquiry"]
