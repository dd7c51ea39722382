"""What the import linter cannot see: foreign keys point down the floors and are hidden when they leave their room."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

# From the bottom up. A key may only point at its own room or at one that stands earlier here.
ROOMS = (
    "work",
    "org",
    "ledger",
    "records",
    "duties",
    "notices",
    "directives",
    "programmes",
    "meetings",
    "obstacles",
    "regulations",
    "reports",
    "exchange",
)


def own_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith("congvu."):
            yield from config.get_models()


def keys() -> Iterator[tuple[type[models.Model], "models.ForeignKey[object, object]"]]:
    for model in own_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                yield model, field


def test_every_room_has_its_floor() -> None:
    assert {model._meta.app_label for model in own_models()} <= set(ROOMS)


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name} > {field.related_model.__name__}"
        for model, field in keys()
        if ROOMS.index(model._meta.app_label) < ROOMS.index(field.related_model._meta.app_label)
    ]
    assert upward == []


def test_foreign_keys_are_hidden_when_they_leave_their_room() -> None:
    visible = [
        f"{model.__name__}.{field.name}"
        for model, field in keys()
        if model._meta.app_label != field.related_model._meta.app_label and not field.remote_field.hidden
    ]
    assert visible == []


def test_nothing_is_deleted_by_a_cascade() -> None:
    cascading = [
        f"{model.__name__}.{field.name}" for model, field in keys() if field.remote_field.on_delete is models.CASCADE
    ]
    assert cascading == []


def test_tables_are_named_for_good() -> None:
    """`db_table` is fixed on day one: code may move, tables stay."""
    derived = [model.__name__ for model in own_models() if model._meta.db_table.startswith(f"{model._meta.app_label}_")]
    allowed = {"AuthorityLine"}
    named_by_hand = {name for name in derived if _names_its_table(name)}
    assert set(derived) - named_by_hand - allowed == set()


def _names_its_table(name: str) -> bool:
    model = next(found for found in own_models() if found.__name__ == name)
    return model._meta.original_attrs.get("db_table") is not None
