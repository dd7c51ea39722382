"""A document's paper as an answer of the web: the file as it was sent in, of a pasted text the text."""

from urllib.parse import quote

from django.http import Http404, HttpResponse

from congvu.kernel.records.models import Document
from congvu.kernel.records.queries import read_file


def paper(document: Document) -> HttpResponse:
    """The caller has made sure that the person may see it. Never shown inside a page: it came from outside."""
    if document.file is not None:
        data, kind, name = read_file(document.file), document.file.media_type, document.file.name
    elif document.text:
        number = document.number.replace("/", "-") or str(document.pk)
        data, kind, name = document.text.encode(), "text/plain; charset=utf-8", f"{number}.txt"
    else:
        raise Http404
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
