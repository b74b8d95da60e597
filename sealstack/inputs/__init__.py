"""What people name as input, page by page: files, folders, patterns, URLs, PDFs, pictures, lists."""

from sealstack.inputs.documents import (
    Document,
    InputLimits,
    Page,
    documents_of,
    only_file,
    only_page,
    pages_of,
)
from sealstack.inputs.files import DOCUMENTS, PICTURES, InputError
from sealstack.inputs.memory import Source, as_image

__all__ = [
    "DOCUMENTS",
    "PICTURES",
    "Document",
    "InputError",
    "InputLimits",
    "Page",
    "Source",
    "as_image",
    "documents_of",
    "only_file",
    "only_page",
    "pages_of",
]
