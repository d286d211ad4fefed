"""The JSON Schema that editors get comes from the models, with the descriptions written there."""

from __future__ import annotations

import pytest

from generator.model.specs import FOLDERS, SHARED
from generator.model.text import Spec
from generator.model.vocabulary import Service

MODELS = {**SHARED, **FOLDERS, "service": Service}
# What these mean is in their names, or in the model they hold.
PLAIN = {"name", "title", "text", "url", "note", "notes", "since", "says", "because", "date"}


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_schema(name: str) -> None:
    schema = MODELS[name].model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["description"]


@pytest.mark.parametrize("name", MODELS)
def test_fields_tell_editors_what_they_are_for(name: str) -> None:
    model: type[Spec] = MODELS[name]
    silent = {
        field
        for field, info in model.model_fields.items()
        if not info.description and field not in PLAIN
    }
    holders = {"routes", "screens", "impostors", "remote", "solutions", "claims", "facts"}
    assert silent <= holders | {"intro", "doubt", "retired", "actions", "publisher", "language"}
