"""The age of a backlog: how many working days late, in classes that everybody reads the same way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AgeClass:
    """From `least` to `most` working days late, both included; no `most`: and more."""

    key: str
    least: int
    most: int | None
    label: str

    def holds(self, late: int) -> bool:
        return late >= self.least and (self.most is None or late <= self.most)


# Less than a whole working day counts as the first class: it is late all the same.
AGES = (
    AgeClass("1", 0, 1, "đến 1 ngày"),
    AgeClass("5", 2, 5, "2–5 ngày"),
    AgeClass("10", 6, 10, "6–10 ngày"),
    AgeClass("20", 11, 20, "11–20 ngày"),
    AgeClass("60", 21, 60, "21–60 ngày"),
    AgeClass("hon", 61, None, "trên 60 ngày"),
)


def age_of(late: int) -> AgeClass:
    """The class of so many whole working days late."""
    return next(one for one in AGES if one.holds(late))
