"""What people write: documents with their answers, the signatures under them, the copies handed in, the wordings."""

from documents.models.documents import Answer, Document
from documents.models.signatures import Signature
from documents.models.submissions import Submission
from documents.models.wordings import FormVersion

__all__ = ["Answer", "Document", "FormVersion", "Signature", "Submission"]
