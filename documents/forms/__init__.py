"""What people type on pages about documents, beside the answers themselves."""

from documents.forms.asking import AskAboutForm
from documents.forms.evidence import AddEvidenceForm, DescribeForm, TakeDownForm
from documents.forms.scrapbook import ScrapByLinkForm, ScrapForm
from documents.forms.signing import AskForm, SignForm

__all__ = [
    "AddEvidenceForm",
    "AskAboutForm",
    "AskForm",
    "DescribeForm",
    "ScrapByLinkForm",
    "ScrapForm",
    "SignForm",
    "TakeDownForm",
]
