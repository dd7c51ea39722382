"""How pages of this room write a quantity."""

from decimal import Decimal

from django import template

from congvu.sources.programmes.rules import written

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """1.234,5; an unknown one is a dash."""
    return "–" if value is None else written(value)
