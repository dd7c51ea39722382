"""The words of the files that were handed in: read once in the child process, then kept by the hash of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congvu.kernel.records.models import StoredFile
from congvu.kernel.records.queries import FileChanged, read_file
from congvu.kit.extract import Unreadable, extract_letters
from congvu.sources.programmes import rules
from congvu.sources.programmes.models import DraftText
from congvu.sources.programmes.queries import Version


@dataclass(frozen=True)
class Compared:
    """Two versions compared: the lines, empty where one of them has no words; why some could not be read."""

    lines: tuple[rules.Line, ...]
    problems: tuple[str, ...]
    readable: bool


def compared(versions: Sequence[Version]) -> Compared:
    """Compare the first with the last of these versions; those between say who changed what.

    A version between without words that can be read is passed over: what it changed counts for the next one.
    """
    texts, problems = words_of(versions)
    if texts[0] is None or texts[-1] is None:
        return Compared((), tuple(problems), False)
    known: list[str] = []
    for text in texts:
        known.append(text if text is not None else known[-1])
    return Compared(tuple(rules.compare(known, first=versions[0].number)), tuple(problems), True)


def words_of(versions: Sequence[Version]) -> tuple[list[str | None], list[str]]:
    """The words of each version: of its file, else what was typed; and why some cannot be read."""
    read = texts_of(version.file for version in versions if version.file)
    texts: list[str | None] = []
    problems: list[str] = []
    for version in versions:
        row = read.get(version.file.sha256) if version.file else None
        if row is not None and row.unreadable:
            problems.append(row.unreadable)
        texts.append(version.words if row is None else None if row.unreadable else row.text)
    return texts, problems


def texts_of(files: Iterable[StoredFile]) -> dict[str, DraftText]:
    """The text of each file by its hash; a file without readable text says why in `unreadable`."""
    wanted = {stored.sha256: stored for stored in files}
    found = DraftText.objects.in_bulk(list(wanted))
    fresh = [_read(stored) for digest, stored in wanted.items() if digest not in found]
    DraftText.objects.bulk_create(fresh, ignore_conflicts=True)
    return found | {row.sha256: row for row in fresh}


def _read(stored: StoredFile) -> DraftText:
    try:
        return DraftText(sha256=stored.sha256, text=extract_letters(read_file(stored), stored.name).text)
    except Unreadable as refused:
        return DraftText(sha256=stored.sha256, unreadable=refused.message_vi)
    except (FileChanged, OSError):
        return DraftText(sha256=stored.sha256, unreadable=f"Tệp “{stored.name}” trên đĩa không còn như lúc nộp.")
