"""What people write: documents with their answers, the signatures under them, and the copies handed in."""

from documents.models.documents import Answer, Document
from documents.models.signatures import Signature
from documents.models.submissions import Submission

__all__ = ["Answer", "Document", "Signature", "Submission"]
