"""What people write: documents with their answers, the signatures under them, and the copies handed in."""

from documents.models.asking import AskedAbout
from documents.models.documents import Answer, Document, EarlierAnswer
from documents.models.files import Evidence, StoredFile
from documents.models.scraps import Scrap, ScrapbookLink
from documents.models.signatures import Signature
from documents.models.submissions import Submission

__all__ = [
    "Answer",
    "AskedAbout",
    "Document",
    "EarlierAnswer",
    "Evidence",
    "Scrap",
    "ScrapbookLink",
    "Signature",
    "StoredFile",
    "Submission",
]
