"""What people write: documents with their answers, the signatures under them, the copies handed in, the wordings."""

from documents.models.asking import AskedAbout
from documents.models.comments import Comment
from documents.models.documents import Answer, Document, EarlierAnswer
from documents.models.files import Evidence, StoredFile
from documents.models.handouts import Handout, HandoutOpening
from documents.models.scraps import Scrap, ScrapbookLink
from documents.models.signatures import Signature
from documents.models.submissions import Submission, SubmissionPaper
from documents.models.wordings import FormVersion

__all__ = [
    "Answer",
    "AskedAbout",
    "Comment",
    "Document",
    "EarlierAnswer",
    "Evidence",
    "FormVersion",
    "Handout",
    "HandoutOpening",
    "Scrap",
    "ScrapbookLink",
    "Signature",
    "StoredFile",
    "Submission",
    "SubmissionPaper",
]
