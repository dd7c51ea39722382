"""Compiling a catalogue of translations, so that nobody needs GNU gettext on his machine.

The source language is Vietnamese: a page's words stand in its template, and `locale/en` turns them into English.
"""

import ast
import struct
from collections.abc import Iterator
from pathlib import Path


def entries(text: str) -> Iterator[tuple[str, str]]:
    """(msgid, msgstr) of a catalogue; plural forms are joined by NUL, as the compiled form wants them."""
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                name, _space, line = line.partition(" ")
            parts[name] = parts.get(name, "") + ast.literal_eval(line)
        if "msgid" in parts:
            key = "\0".join(parts[part] for part in ("msgid", "msgid_plural") if part in parts)
            forms = [parts[part] for part in sorted(parts) if part.startswith("msgstr")]
            if any(forms):
                yield key, "\0".join(forms)


def compiled(text: str) -> bytes:
    """The .mo form of a .po text (GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = sorted((key.encode(), value.encode()) for key, value in entries(text))
    start = 28 + 16 * len(pairs)
    keys = b"".join(key + b"\0" for key, _value in pairs)
    values = b"".join(value + b"\0" for _key, value in pairs)
    key_table, value_table, key_at, value_at = b"", b"", start, start + len(keys)
    for key, value in pairs:
        key_table += struct.pack("<II", len(key), key_at)
        value_table += struct.pack("<II", len(value), value_at)
        key_at, value_at = key_at + len(key) + 1, value_at + len(value) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + key_table + value_table + keys + values


def compile_all(locale: Path) -> list[Path]:
    """Write the .mo beside each .po whose compiled form is missing or old; gives those written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target, data = source.with_suffix(".mo"), compiled(source.read_text())
        if not target.exists() or target.read_bytes() != data:
            target.write_bytes(data)
            written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_all(Path(__file__).resolve().parents[1] / "locale"):
        print(path)
