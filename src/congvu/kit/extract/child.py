"""The child process: `-m congvu.kit.extract.child KIND [PLACE]`, file on standard input, JSON on standard output."""

from __future__ import annotations

import base64
import json
import resource
import subprocess
import sys
from collections.abc import Callable

from congvu.kit.extract import limits


def main() -> None:
    """Bound ourselves first, then load the parser; programs that it starts have the same bounds."""
    kind, *place = sys.argv[1:]
    seconds = limits.SCAN_CPU_SECONDS if kind == "scan" else limits.CHILD_CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        answer = _READERS[kind](data, *place)
    except MemoryError:
        answer = {"refused": "memory"}
    except subprocess.CalledProcessError as error:
        answer = {"refused": "slow" if error.returncode < 0 else "broken"}
    except Exception as error:
        answer = {"refused": "encrypted" if "assword" in type(error).__name__ + str(error) else "broken"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _docx(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.word import text_of

    return text_of(data)


def _doc(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.oldword import text_of

    return text_of(data)


def _pdf(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.pdf import pages_of

    return pages_of(data)


def _html(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.encodings import decode
    from congvu.kit.extract.web import words_of

    page, warnings = decode(data)
    return {"refused": "broken"} if page is None else {"text": words_of(page), "warnings": warnings}


def _letter(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.mime import parts_of

    return parts_of(data)


def _picture(data: bytes) -> dict[str, object]:
    from congvu.kit.extract.scan import pages_in

    return pages_in(data)


def _scan(data: bytes, number: str) -> dict[str, object]:
    from congvu.kit.extract.scan import recognise

    return recognise(data, int(number))


def _strip(data: bytes, place: str) -> dict[str, object]:
    from congvu.kit.extract.scan import strip

    at = json.loads(place)
    return {"jpeg": base64.b64encode(strip(data, at["page"], at["angle"], at["box"])).decode()}


_READERS: dict[str, Callable[..., dict[str, object]]] = {
    "docx": _docx,
    "doc": _doc,
    "pdf": _pdf,
    "html": _html,
    "letter": _letter,
    "picture": _picture,
    "scan": _scan,
    "strip": _strip,
}


if __name__ == "__main__":
    main()
