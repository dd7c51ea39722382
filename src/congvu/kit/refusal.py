"""How a room says no: nothing was done, and one sentence tells why."""


class Refused(Exception):
    """`text` says why in words for the person, `field` which field of a form it is about ("" for the whole)."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field
