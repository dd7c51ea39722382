"""The only list of who takes part: menus and where a duty came from."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows."""
    return {}
