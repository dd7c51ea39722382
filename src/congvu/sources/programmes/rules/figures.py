"""Quantity targets: figures as people write them, what they add up to, how much of the target is reached."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

MEASURES = {"sum": "cộng dồn các kỳ", "latest": "mức của kỳ mới nhất"}
DIRECTIONS = {"at_least": "ít nhất", "at_most": "nhiều nhất"}
EVERY = {"month": "hằng tháng", "quarter": "hằng quý", "year": "hằng năm"}
LARGEST = Decimal(10) ** 14
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)


def number(text: str) -> Decimal:
    """A number as it is written in Vietnam ("1.234,5") or with a decimal point ("1234.5"); ValueError in Vietnamese."""
    plain = text.strip().replace(" ", "").replace(" ", "")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not re.fullmatch(r"[+-]?[0-9.]+", plain):
        raise ValueError("Số viết như 1.234,5.")
    exponent = found.as_tuple().exponent
    if abs(found) >= LARGEST or (isinstance(exponent, int) and exponent < -4):
        raise ValueError("Số quá lớn hoặc có quá bốn chữ số sau dấu phẩy.")
    return found


def written(value: Decimal) -> str:
    """The number as it is written in Vietnam: 1.234,5; no empty decimals."""
    whole, _, rest = f"{value:f}".partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = f"{int(digits):,}".replace(",", ".")
    rest = rest.rstrip("0")
    return f"{sign}{groups},{rest}" if rest else f"{sign}{groups}"


def reached(values: Sequence[Decimal], measure: str) -> Decimal | None:
    """What the figures of the periods, in order, come to; None while there is none."""
    if not values:
        return None
    return sum(values, Decimal(0)) if measure == "sum" else values[-1]


def share(value: Decimal | None, target: Decimal, direction: str) -> int | None:
    """How much of the target is reached, in whole percent, rounded down: 99.9 is not 100.

    None where a share says nothing: no figure yet, a target of nought, or a ceiling ("at most"), which is kept or not.
    """
    if value is None or target == 0 or direction == "at_most":
        return None
    return int((value * 100 / target).to_integral_value(rounding="ROUND_FLOOR"))


def kept(value: Decimal | None, target: Decimal, direction: str) -> bool | None:
    """Whether the figures so far meet the target; None while there is none."""
    if value is None:
        return None
    return value <= target if direction == "at_most" else value >= target
