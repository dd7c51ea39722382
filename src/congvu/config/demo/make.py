"""Make the demonstration: all of it or nothing, in one transaction, then seal what happened."""

import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from congvu.config.demo.agents import Agents
from congvu.config.demo.arrivals import bring
from congvu.config.demo.chairman import ChairmansDesk
from congvu.config.demo.clerks import SAMPLES, Clerks
from congvu.config.demo.clock import SimulatedClock, present_day
from congvu.config.demo.gatherings import Gatherings
from congvu.config.demo.office import Office
from congvu.config.demo.papers import as_docx, papers
from congvu.config.demo.people import Names
from congvu.config.demo.plan import ORIGIN, PROVINCE
from congvu.config.demo.programmes import Programmes
from congvu.config.demo.province import build
from congvu.config.demo.reports import make_reports
from congvu.config.demo.story import Story
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org import moves as org
from congvu.kit.clock import local_day, now

SEED = 2026
FIRST_DAY = -31  # working days before today: six weeks of work
SAMPLES_FOLDER = "van-ban-mau"

Progress = Callable[..., AbstractContextManager[Iterable[Any]]]


def make_small(progress: Progress, *, seed: int = SEED, present: datetime | None = None) -> Office:
    """Tỉnh An Bình: 250 people, six weeks of work up to the present. Refused where something was set up before.

    The same seed and the same present give the same province.
    """
    try:
        with transaction.atomic():
            office = _open(seed, present or now())
            play(office, progress, Agents(office))
            bring(office)
    finally:
        if connection.connection is not None and connection.is_usable():
            SimulatedClock.release_session()
    ledger.seal_all()
    if present is None:  # reports tell of the time that the wall shows
        make_reports(office)
        ledger.seal_all()
    write_samples(office.clock)
    return office


def _open(seed: int, present: datetime) -> Office:
    """The organisation, on the evening before the first day."""
    today = present_day(present)
    clock = SimulatedClock(today)
    org.set_up(name=PROVINCE, level="province", origin=ORIGIN, demonstration=True)
    clock.set(clock.moment(FIRST_DAY - 1, 15))
    province = build(Names(seed), today)
    return Office(province, clock, random.Random(seed), until=present)


def play(office: Office, progress: Progress, agents: Agents) -> None:
    """The last six weeks, with the story in them; `agents` go on with what they already hold."""
    clerks = Clerks(office)
    office.every_day(FIRST_DAY)
    clerks.tell()
    clerks.letters(FIRST_DAY)
    Story(office, clerks).tell()
    ChairmansDesk(office, clerks).tell()
    Gatherings(office, clerks).tell()
    Programmes(office, clerks).tell()
    agents.look_every_day(FIRST_DAY)
    days = [office.clock.day(number) for number in range(FIRST_DAY, 1)]
    with progress(days, "Dựng tỉnh trình diễn") as bar:
        shown = iter(bar)
        last = next(shown, None)
        for moment in office.run():
            while last is not None and local_day(moment) > last:
                last = next(shown, None)
        for _ in shown:
            pass


def write_samples(clock: SimulatedClock) -> None:
    """Two directives that are not entered yet, for whoever wants to try the reading: HOME/van-ban-mau/*.docx."""
    folder = settings.HOME / SAMPLES_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for paper in papers(clock):
        if paper.name[:2] in SAMPLES:
            (folder / paper.file_name).write_bytes(as_docx(paper))
