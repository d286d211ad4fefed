"""What kinds of file a site has, for servers that we tell everything.

Servers know them by the ends of names, but not all know all, and some add a character set of their
own. https://www.iana.org/assignments/media-types/
"""

from __future__ import annotations

_TEXT = "; charset=utf-8"
KINDS = {
    "html": f"text/html{_TEXT}",
    "css": f"text/css{_TEXT}",
    "js": f"text/javascript{_TEXT}",
    "txt": f"text/plain{_TEXT}",
    "md": f"text/markdown{_TEXT}",
    "xml": f"application/xml{_TEXT}",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/vnd.microsoft.icon",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
OTHER = "application/octet-stream"  # the index of the search, which is packed already
# Lists of what is published and how, for hosts and not for readers; but not `.well-known/`, by
# which a server proves its name when it asks for a certificate.
NOT_FOR_READERS = r"^/_headers$|/\.(?!well-known/)"


def is_compressible(kind: str) -> bool:
    """Whether files of a kind, with or without parameters, get much smaller when packed."""
    plain = kind.partition(";")[0]
    return plain.startswith("text/") or plain.endswith(("json", "xml"))
