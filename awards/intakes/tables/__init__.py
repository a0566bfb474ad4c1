"""A spreadsheet or list as lines of text: CSV or XLSX in, the columns that were asked for out."""

from __future__ import annotations

from awards.intakes.tables.cells import in_a_cell
from awards.intakes.tables.columns import Column, Line, Table, UnreadableTable
from awards.intakes.tables.reading import LONGEST_FILE, MOST_LINES, read_table
from awards.intakes.tables.writing import csv_lines, xlsx_bytes

__all__ = [
    "LONGEST_FILE",
    "MOST_LINES",
    "Column",
    "Line",
    "Table",
    "UnreadableTable",
    "csv_lines",
    "in_a_cell",
    "read_table",
    "xlsx_bytes",
]
