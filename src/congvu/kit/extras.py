"""What rooms above add to the page of a duty: links, shown among what a person can do there.

`config/registry.DUTY_EXTRAS` lists the functions; each gets the person and the duty that he sees, and asks at most one
or two indexed queries. A kernel page so shows what it does not know.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DutyExtra:
    """One link. `label` is in the language of the page; `note` stands below it in small letters.

    `reading`: what it leads to opens only for who reads the duty itself, not for who sees no more than its title.
    """

    label: str
    url: str
    icon: str
    note: str = ""
    reading: bool = False
