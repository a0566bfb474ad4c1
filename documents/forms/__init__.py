"""What people type on pages about documents, beside the answers themselves."""

from documents.forms.asking import AskAboutForm
from documents.forms.comments import CommentForm
from documents.forms.evidence import AddEvidenceForm, DescribeForm, TakeDownForm
from documents.forms.handouts import HandoutForm
from documents.forms.scrapbook import ScrapByLinkForm, ScrapForm
from documents.forms.signing import AskForm, PaperForm, SignForm

__all__ = [
    "AddEvidenceForm",
    "AskAboutForm",
    "AskForm",
    "CommentForm",
    "DescribeForm",
    "HandoutForm",
    "PaperForm",
    "ScrapByLinkForm",
    "ScrapForm",
    "SignForm",
    "TakeDownForm",
]
