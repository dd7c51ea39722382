"""What an official document is made of; no words of any room."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """The heading of a part, bold: "I. KẾT QUẢ THỰC HIỆN"."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """The heading of a point in a part, bold: "1. Theo cơ quan, đơn vị"."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A small remark in italics, for example under a table."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: `numbers` are the columns set to the right, `widths` the shares of the columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """What part of the width each column has; together 1."""
        given = self.widths or (1.0,) * len(self.heads)
        return tuple(one / sum(given) for one in given)


Block = Part | Point | Text | Remark | Table


@dataclass(frozen=True)
class Official:
    """One document. What is empty is left out; without a `day` the place of the day stays open for a pen.

    The last name of `issuer` is who issues, those before are above him. `number` stands as it is printed
    ("Số: 12/BC-SNV"). Without a `kind` it is a letter (công văn), whose subject stands under the number.
    """

    issuer: tuple[str, ...]
    number: str
    place: str
    subject: str
    body: tuple[Block, ...]
    kind: str = ""
    day: date | None = None
    addressees: tuple[str, ...] = ()
    signer_title: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    banner: tuple[str, ...] = field(default=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"))

    @property
    def dateline(self) -> str:
        """ "An Bình, ngày 05 tháng 11 năm 2026"; days below 10 and months 1 and 2 carry a zero (Phụ lục I)."""
        if self.day is None:
            return f"{self.place}, ngày      tháng      năm"
        month = f"{self.day.month:02}" if self.day.month < 3 else str(self.day.month)
        return f"{self.place}, ngày {self.day:%d} tháng {month} năm {self.day.year}"

    @property
    def addressed(self) -> str:
        return f"Kính gửi: {'; '.join(self.addressees)}." if self.addressees else ""
