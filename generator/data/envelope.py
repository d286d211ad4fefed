"""What every document of the JSON API has: whose it is, where it belongs, who may use it."""

from __future__ import annotations

import datetime

from pydantic import Field

from generator.data.entities.record import Address, Record, Reference

API = "1.0"  # whatever is added raises the second number; the first is in every address
ROOT = "api/v1/"  # below the site


class Licence(Record):
    """Under which licence the data are."""

    name: str
    """Its name."""
    url: Address
    """The address of its text."""


class Addresses(Record):
    """What leads from a document to others."""

    schema_: Reference = Field(alias="$schema", title="Schema")
    """The address of the JSON Schema of this document; absolute, or relative to this document."""
    site: Reference
    """The address of the site's root, ending in a slash; absolute, or relative to this document.
    Put it before every `page` and `data`."""


class About(Record):
    """What everybody who has the data should know of it."""

    service: str
    """The service that all this is about."""
    edition: datetime.date
    """The day on which the knowledge was last compared with its sources."""
    licence: Licence
    """The licence of the data."""
    attribution: str
    """Whom to name when the data are used, in words ready to be copied."""


class Document(About, Addresses):
    """What every document has."""
