"""Documents as Word files."""

from documents.word.building import CONTENT_TYPE, Paper, word_file

__all__ = ["CONTENT_TYPE", "Paper", "word_file"]
