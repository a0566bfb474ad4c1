"""Why a whole file is turned away. Nothing of it was kept."""

from __future__ import annotations


class RegisterRefused(Exception):
    """The file cannot be imported; the sentence says why and what to do. Nothing was changed."""


class NotTheRegister(RegisterRefused):
    """It is not the CSV file of the register."""


class ColumnsMissing(RegisterRefused):
    """A needed heading is not there, or is there twice."""


class CutShort(RegisterRefused):
    """It stops in the middle of a line."""


class NothingToImport(RegisterRefused):
    """It holds no school, or none that could be read."""


class AlreadyImporting(RegisterRefused):
    """Another import is under way."""
