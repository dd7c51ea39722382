"""Where the words of a scanned document stand on its pages, and their pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from congvu.kernel.org.models import Person
from congvu.kernel.records.queries import read_file
from congvu.kit.extract import ScannedLine, Unreadable, strip_of
from congvu.sources.directives.models import Reading, Scan
from congvu.sources.directives.queries.access import find_reading


@dataclass(frozen=True)
class SeenLine:
    """A line of a scanned document; `number` counts the lines of the scan, `page` its pages from 1."""

    number: int
    start: int
    end: int
    page: int
    confidence: int
    doubtful: bool


def seen_lines(reading: Reading) -> list[SeenLine]:
    """All recognised lines of a reading in the order of its text; none when it came as text."""
    scan = Scan.objects.filter(reading=reading).first()
    return [_seen(number, one) for number, one in enumerate(scan.lines)] if scan is not None else []


def _seen(number: int, one: Mapping[str, Any]) -> SeenLine:
    line = _line(one)
    return SeenLine(number, one["start"], one["end"], line.page + 1, line.confidence, line.doubtful)


def _line(one: Mapping[str, Any]) -> ScannedLine:
    left, top, right, bottom = one["box"]
    return ScannedLine("", one["page"], one["angle"], (left, top, right, bottom), one["sure"])


def line_picture(person: Person, reading_id: int, number: int) -> bytes:
    """A line as the scan shows it, as .jpeg. Raises Reading.DoesNotExist for what the person may not see and for what
    is no line, `Unreadable` when the file cannot be drawn any more.
    """
    reading = find_reading(person, reading_id)
    scan, file = Scan.objects.filter(reading=reading).first(), reading.document.file
    if scan is None or file is None or number >= len(scan.lines):
        raise Reading.DoesNotExist
    try:
        data = read_file(file)
    except OSError as error:
        raise Unreadable(f"Tệp “{file.name}” không còn trên đĩa.") from error
    return strip_of(data, _line(scan.lines[number]), file.name)
