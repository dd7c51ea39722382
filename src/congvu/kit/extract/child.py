"""The child process: `-m congvu.kit.extract.child docx|pdf|html`, file on standard input, JSON on standard output."""

from __future__ import annotations

import json
import resource
import sys

from congvu.kit.extract import limits


def main() -> None:
    """Bound ourselves first, then load the parser."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        answer = _READERS[sys.argv[1]](data)
    except MemoryError:
        answer = {"refused": "memory"}
    except Exception as error:
        answer = {"refused": "encrypted" if "assword" in type(error).__name__ + str(error) else "broken"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _docx(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.word import text_of

    return text_of(data)


def _pdf(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.pdf import text_of

    return text_of(data)


def _html(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.encodings import decode
    from congvu.kit.extract.web import words_of

    page, warnings = decode(data)
    return {"refused": "broken"} if page is None else {"text": words_of(page), "warnings": warnings}


_READERS = {"docx": _docx, "pdf": _pdf, "html": _html}


if __name__ == "__main__":
    main()
