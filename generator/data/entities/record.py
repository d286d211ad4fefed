"""What all entities and documents have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# What they say, they say to schemas alone: whoever reads the data gets plain strings.
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Reference = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
Template = Annotated[str, Field(json_schema_extra={"format": "uri-template"})]
Confidence = Literal["high", "medium", "low", "inferred"]


class Record(BaseModel):
    """Part of the data, which cannot be changed once it is made.

    Whoever reads it passes over fields it does not know: later versions may add some. What is
    missing is null and never left out.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        use_attribute_docstrings=True,
        # A field that a later version adds has a default, so that older files can be read; but
        # whoever reads the newer ones may rely on it.
        json_schema_serialization_defaults_required=True,
    )
