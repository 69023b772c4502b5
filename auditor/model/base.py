"""The base of all nouns: frozen, strict about unknown fields, cheap to import."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Frozen(BaseModel):
    """A value: it never changes after it is made, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def plain(number: Decimal) -> str:
    """Write a decimal without an exponent: "100", never "1E+2"."""
    return format(number, "f")


Number = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]
"""An exact decimal; a string in JSON, so that no reader turns it into a binary float."""
