"""What people write: documents with their answers, the signatures under them, and the copies handed in."""

from documents.models.comments import Comment
from documents.models.documents import Answer, Document
from documents.models.handouts import Handout, HandoutOpening
from documents.models.signatures import Signature
from documents.models.submissions import Submission

__all__ = ["Answer", "Comment", "Document", "Handout", "HandoutOpening", "Signature", "Submission"]
