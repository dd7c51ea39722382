"""The words of the files that were handed in: read once in the child process, then kept by the hash of the file."""

from collections.abc import Iterable

from congvu.kernel.records.models import StoredFile
from congvu.kernel.records.queries import FileChanged, read_file
from congvu.kit.extract import Unreadable, extract
from congvu.sources.programmes.models import DraftText


def texts_of(files: Iterable[StoredFile]) -> dict[str, DraftText]:
    """The text of each file by its hash; a file without readable text says why in `unreadable`."""
    wanted = {stored.sha256: stored for stored in files}
    found = DraftText.objects.in_bulk(list(wanted))
    fresh = [_read(stored) for digest, stored in wanted.items() if digest not in found]
    DraftText.objects.bulk_create(fresh, ignore_conflicts=True)
    return found | {row.sha256: row for row in fresh}


def _read(stored: StoredFile) -> DraftText:
    try:
        return DraftText(sha256=stored.sha256, text=extract(read_file(stored), stored.name).text)
    except Unreadable as refused:
        return DraftText(sha256=stored.sha256, unreadable=refused.message_vi)
    except (FileChanged, OSError):
        return DraftText(sha256=stored.sha256, unreadable=f"Tệp “{stored.name}” trên đĩa không còn như lúc nộp.")
