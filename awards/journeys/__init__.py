"""The programmes, one file each. A new programme is a new file and a line here."""

from awards.journeys import artsmark_2018, enquiry

__all__ = ["artsmark_2018", "enquiry"]
