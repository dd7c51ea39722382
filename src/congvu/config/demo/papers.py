"""The demonstration's directives: texts of reference/demo with their dates filled in, as .docx in NĐ 30/2020 layout."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from congvu import reference
from congvu.config.demo.clock import SimulatedClock
from congvu.kit import official
from congvu.kit.official import Official, Text

FOLDER = Path(reference.__file__).parent / "demo"
_BRACES = re.compile(r"\{(nam|thang)?([+-]?\d*)\}")


@dataclass(frozen=True)
class Paper:
    """One directive, its dates counted from the day the demonstration is made."""

    name: str
    kind: str
    issuer: tuple[str, ...]
    number: str
    day_number: int
    day: date
    subject: str
    addressees: tuple[str, ...]
    place: str
    signer_title: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @property
    def file_name(self) -> str:
        return f"{self.name}.docx"


def papers(clock: SimulatedClock) -> Iterator[Paper]:
    """Every text of the folder, in the order of its name."""
    for path in sorted(FOLDER.glob("[0-9]*.txt")):
        yield read_paper(path, clock)


def read_paper(path: Path, clock: SimulatedClock) -> Paper:
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    number = int(fields["day"])
    day = clock.day(number)

    def filled(match: re.Match[str]) -> str:
        what, amount = match[1], int(match[2] or 0)
        if what == "nam":
            return str(day.year + amount)
        if what == "thang":
            return str(day.month)
        return f"{clock.day(amount):%d/%m/%Y}"

    def parts(name: str, mark: str) -> tuple[str, ...]:
        text = _BRACES.sub(filled, fields.get(name, ""))
        return tuple(part.strip() for part in text.split(mark) if part.strip())

    return Paper(
        name=path.stem,
        kind=fields["kind"],
        issuer=parts("issuer", "|"),
        number=fields["number"],
        day_number=number,
        day=day,
        subject=_BRACES.sub(filled, fields["subject"]),
        addressees=parts("to", ";"),
        place=fields.get("place", "An Bình"),
        signer_title=parts("signer_title", "|"),
        signer=fields["signer"],
        recipients=parts("recipients", ";"),
        paragraphs=tuple(_BRACES.sub(filled, line) for line in body.splitlines() if line.strip()),
    )


def as_docx(paper: Paper) -> bytes:
    """The directive as its issuer would send it; the Party's documents have a banner of their own."""
    party = "/TU" in paper.number
    number = f"Số {paper.number}" if party else f"Số: {paper.number}"
    document = Official(
        issuer=paper.issuer,
        number=number,
        place=paper.place,
        subject=paper.subject,
        body=tuple(Text(text) for text in paper.paragraphs),
        kind=paper.kind,
        day=paper.day,
        addressees=paper.addressees,
        signer_title=paper.signer_title,
        signer=paper.signer,
        recipients=paper.recipients,
    )
    return official.as_docx(replace(document, banner=("ĐẢNG CỘNG SẢN VIỆT NAM",)) if party else document)
