"""Words and marks that every page needs: icons, days, working time, how a duty stands, how a person is called."""

from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from congvu.kit import dates, search
from congvu.kit.status import Status, status_of

register = template.Library()
DAY_SECONDS = 8 * 3600


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite. Beside a word it says nothing more and is hidden; alone it needs a label."""
    href = f"{static('web/sprite.svg')}#{name}"
    if label:
        return format_html('<svg class="ic" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}"/></svg>', href)


@register.filter
def day(value: date | datetime | None, style: str = "") -> str:
    """`26/11/2026`, or in the styles short, weekday, weekday_short."""
    return "" if value is None else dates.day_text(value, style)


@register.filter
def moment(value: datetime | None, style: str = "") -> str:
    """`26/11/2026 08:12`, or in the styles short, sentence."""
    return "" if value is None else dates.moment_text(value, style)


@register.filter
def limit(value: datetime | None, style: str = "") -> str:
    """The end of a limit: "hết thứ Năm 26/11/2026"."""
    return "" if value is None else dates.limit_text(value, style)


@register.filter
def limit_day(value: datetime | None, style: str = "") -> str:
    """The day that a limit ends, for tables: "thứ Năm 26/11" in the style weekday_short."""
    return "" if value is None else dates.day_text(dates.limit_day(value), style)


@register.filter
def working(seconds: int | None, day_seconds: int = DAY_SECONDS) -> str:
    """Working time in words: "3 ngày 5 giờ"."""
    return "" if seconds is None else dates.working_text(int(seconds), day_seconds)


@register.filter
def capital(text: object) -> str:
    """The first letter large."""
    return dates.capital(str(text))


@register.filter
def sentence(text: object) -> str:
    """The first letter large and one mark at the end."""
    return dates.sentence(str(text))


@register.filter
def small(text: object) -> str:
    """The first letter small, for words that go on inside a sentence; "UBND" stays as it is."""
    words = str(text)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def person(value: Any, style: str = "") -> str:
    """ "bà Nguyễn Thị Lan"; style `large` begins a sentence: "Bà Nguyễn Thị Lan"."""
    if value is None:
        return ""
    text = f"{value.courtesy} {value.full_name}".strip()
    return dates.capital(text) if style == "large" else text


@register.filter
def seat(post: Any) -> str:
    """ "Giám đốc, Sở Nội vụ"; the body is not said twice where the title already names it."""
    return "" if post is None else dates.seat_text(post.title, post.body.name)


@register.filter
def chip(value: Status, style: str = "") -> SafeString:
    """A status as word, icon and colour; style `tag` stands on its tint."""
    href = f"{static('web/sprite.svg')}#{value.icon}"
    return format_html(
        '<span class="st st-{}{}"><svg class="ic" aria-hidden="true"><use href="{}"/></svg><span>{}</span></span>',
        value.kind,
        " tag" if style == "tag" else "",
        href,
        value.text,
    )


@register.simple_tag(takes_context=True)
def status(context: dict[str, Any], duty: Any, now: datetime | None = None, style: str = "") -> SafeString:
    """How a duty stands against its limit, by the calendar of the installation (from the frame)."""
    frame = context["frame"]
    return chip(status_of(duty, now or frame.now, frame.calendar), style)


@register.filter
def found(text: object, query: str) -> SafeString:
    """The text with the searched words marked: "ho so" marks "hồ sơ", tone marks and all."""
    parts = search.marked(str(text), query)
    return mark_safe("".join(format_html("<mark>{}</mark>" if hit else "{}", part) for part, hit in parts))


@register.simple_tag(takes_context=True)
def origin(context: dict[str, Any], duty: Any) -> Any:
    """The page of what gave rise to a duty (`url`) and how a link to it is called (`words`); empty when nothing did."""
    return context["frame"].origin(duty)


@register.simple_tag(takes_context=True)
def duty_extras(context: dict[str, Any], duty: Any) -> Any:
    """Links that rooms above add to the page of a duty (kit/extras.py)."""
    return context["frame"].duty_extras(duty)


@register.simple_tag(takes_context=True)
def document_url(context: dict[str, Any], document_id: int) -> str:
    """The page of a document of the registers; empty where the person may not see it."""
    url: str = context["frame"].document_url(document_id)
    return url


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], url: str) -> SafeString:
    """`aria-current` for a link to the page that is open."""
    request = context.get("request")
    same = request is not None and request.path == url
    return mark_safe(' aria-current="page"') if same else mark_safe("")
