"""Bounded values: a number that the database cannot hold, or a text without end, is refused before any room sees it."""

from typing import Annotated, Any

from ninja import Path, Schema
from pydantic import ConfigDict, Field
from pydantic_core import CoreSchema, core_schema

LARGEST = 2**63 - 1  # bigint

Id = Annotated[int, Field(ge=1, le=LARGEST, strict=True)]
QueryId = Annotated[int, Field(ge=1, le=LARGEST)]
PathId = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Name = Annotated[str, Field(max_length=200)]
ShortText = Annotated[str, Field(max_length=2_000)]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # of the wall: RFC 3339's "time" has an offset
LongText = Annotated[str, Field(max_length=100_000)]


class OneOf:
    """`Annotated[str, OneOf("a", "b")]`: one of these words, known to the OpenAPI description as well."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(self.words)


class In(Schema):
    """What a program sends: a field nobody knows is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Answer(Schema):
    """What a program gets."""
