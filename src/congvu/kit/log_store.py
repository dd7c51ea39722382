"""A store of a log that grows: Parquet by case, and beside it what is kept so that measures advance. Needs no Django.

    kho/log.json              what was imported, the clock, which files count; written last, in one rename
    kho/events/07/000003.parquet    the events of the third import whose cases fall into bucket 7
    kho/kept/000003/*.parquet       names, cases and counted tables after the third import

A file that was imported is known by its content and adds nothing. So does an event that is there already: of events
that are alike in everything the store has as many as the source that has most. Cases are spread by the hash of their
name, so that events that come late are put in by reading the cases of a few buckets, not the whole past.
"""

import fcntl
import hashlib
import json
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute, parquet

from congvu.engines.analytics.logs import CODED, Log, LogError
from congvu.engines.analytics.measures import Counted, Ends, Kept, Rows, Steps, Tally, advance, amend, steps_of
from congvu.engines.analytics.measures.kept import COUNTED
from congvu.engines.worktime import Calendar
from congvu.kit.calendars import national
from congvu.kit.log_columns import (
    EVENT,
    Columns,
    Ints,
    columns_of,
    holders_of,
    present,
    table_of,
    taken,
    together,
    told,
)

MANIFEST, FORMAT, BUCKETS = "log.json", 1, 16
OWN = {"lock", "events", "kept", f"{MANIFEST}.new"}  # what an import that was broken off may have left
CLOCKS = ("vn", "week", "none")
WEEK = (date(1970, 1, 1), date(2100, 12, 31))
HELD, DONE = "held", "done"


@dataclass(frozen=True)
class Added:
    """What an import did: `late` events stood before others of their case that were there."""

    events: int = 0
    present: int = 0
    late: int = 0
    same_file: bool = False


def is_store(path: Path) -> bool:
    return (path / MANIFEST).is_file()


def calendar_of(clock: str) -> Calendar | None:
    """The calendar of a store's clock: it covers every log that the clock may be chosen for."""
    if clock == "none":
        return None
    return national() if clock == "vn" else Calendar.build("week", "1", *WEEK)


def version_of(clock: str) -> str:
    """Which days are off may change; a week and real time do not."""
    return national().version if clock == "vn" else ""


def digest_of(path: Path) -> str:
    """By which a file that was imported is known again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass
class Store:
    """An opened store; what is kept is read when it is first asked for, the events only where they are."""

    path: Path
    manifest: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Raises OSError, and LogError for what is no store or of a later version."""
        try:
            manifest = json.loads((path / MANIFEST).read_text("utf-8"))
            if manifest["format"] != FORMAT:
                raise LogError(f"kho nhật ký phiên bản {manifest['format']}; phiên bản đọc được là {FORMAT}")
            return cls(path, manifest)
        except (ValueError, KeyError) as error:
            raise error if isinstance(error, LogError) else LogError("kho nhật ký bị hỏng") from error

    @classmethod
    def create(cls, path: Path, clock: str, buckets: int = BUCKETS) -> "Store":
        """An empty store; nothing is written before the first import. `clock` is one of CLOCKS.

        Raises LogError for a folder that holds something else.
        """
        if path.is_dir() and not is_store(path) and any(one.name not in OWN for one in path.iterdir()):
            raise LogError("thư mục này có thứ khác, không phải kho nhật ký")
        manifest = {"format": FORMAT, "clock": clock, "version": version_of(clock), "buckets": buckets, "rows": 0,
                    "imports": 0, "sources": [], "parts": []}  # fmt: skip
        return cls(path, manifest)

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The name of each code, by column of CODED."""
        names: dict[str, list[str]] = {name: [] for name in CODED}
        if self._folder is not None:
            names["case"] = table_of(self._folder / "cases.parquet", ["name"])["name"].to_pylist()
            for row in table_of(self._folder / "names.parquet").to_pylist():
                names[row["column"]].append(row["name"])
        return names

    @cached_property
    def due(self) -> Ints:
        """When each case is due, in microseconds UTC; NO_DUE where nobody said."""
        return self._of_cases("due")

    @cached_property
    def due_clock(self) -> Ints:
        """The same on the store's clock."""
        return self._of_cases("due_clock")

    @cached_property
    def kept(self) -> Kept:
        """What answers without the events being read; what is needed only for adding is not read with it."""
        if self._folder is None:
            return Kept()
        ends = Ends(*(self._of_cases(name) for name in Ends.__dataclass_fields__))
        held = tuple(self._tables(HELD))
        return Kept(ends, Tally(**{name: self._tables(name)[0] for name in COUNTED}, held=held))

    @property
    def _folder(self) -> Path | None:
        """Where the last import left what is kept."""
        number = self.manifest["imports"]
        return self.path / "kept" / f"{number:06d}" if number else None

    def _of_cases(self, column: str) -> npt.NDArray[Any]:
        if self._folder is None:
            return np.empty(0, np.int64)
        values: npt.NDArray[Any] = table_of(self._folder / "cases.parquet", [column])[column].to_numpy()
        return values

    def _tables(self, kind: str) -> list[Counted]:
        found = []
        for path in sorted(self._folder.glob(f"*-{kind}.parquet")) if self._folder else ():
            table = table_of(path)
            found.append(Counted(*(table[name].to_numpy() for name in ("keys", "count", "seconds"))))
        return found

    @property
    def current(self) -> bool:
        """Whether its clock is that of today's calendar; where not, what is kept must not be used before `add`."""
        return bool(self.manifest["version"] == version_of(self.clock))

    @property
    def clock(self) -> str:
        """One of CLOCKS."""
        return str(self.manifest["clock"])

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The imports in their order: name, sha256, events, added, skipped."""
        sources: list[dict[str, Any]] = self.manifest["sources"]
        return sources

    def holds(self, digest: str) -> bool:
        return any(source["sha256"] == digest for source in self.sources)

    # --- adding -------------------------------------------------------------------------------------------------

    def add(self, log: Log, name: str, digest: str) -> Added:
        """Put a log in; all of it or, when something fails, nothing. Raises LogError when the clock does not cover it.

        The working clock beside each event is read here, once.
        """
        if self.holds(digest):
            return Added(same_file=True)
        with self._alone():
            self.kept = replace(self.kept, done=tuple(self._tables(DONE)))
            if not self.current:
                self._recount()
            added, fresh = self._take(log)
            source = {"name": name, "sha256": digest, "events": len(log), "added": added.events,
                      "skipped": dict(log.skipped)}  # fmt: skip
            self._write(fresh, [*self.sources, source])
        return added

    def _take(self, log: Log) -> tuple[Added, Columns]:
        """Count a log in; what that did, and the events that are new."""
        known = len(self.names["case"])
        columns = self._coded(log)
        kept, fresh, late = self._counted(columns, known)
        self.kept = kept
        self.manifest["rows"] += len(log)
        return Added(len(fresh["case"]), len(log) - len(fresh["case"]), late), fresh

    def _recount(self) -> None:
        """The calendar was changed: everything is read, put on the new clock and written anew."""
        log, sources, parts = self.log(), self.sources, self.manifest["parts"]
        empty = Store.create(self.path, self.clock, self.manifest["buckets"])
        self.names, self.due, self.due_clock, self.kept = empty.names, empty.due, empty.due_clock, empty.kept
        self.manifest = empty.manifest | {"imports": self.manifest["imports"]}
        _, fresh = self._take(log)
        self._write(fresh, sources)
        for part in parts:
            (self.path / part["file"]).unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The only one who adds; raises LogError when somebody else has since this store was opened."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            manifest = self.path / MANIFEST
            there = json.loads(manifest.read_text("utf-8"))["imports"] if manifest.exists() else 0
            if there != self.manifest["imports"]:
                raise LogError("kho vừa có người khác nhập thêm; hãy chạy lại")
            yield

    def _coded(self, log: Log) -> Columns:
        """The log's columns in the store's codes, its new names after those that are known."""
        try:
            steps = steps_of(log, calendar_of(self.clock))
        except ValueError as error:
            raise LogError(f"{error}; hãy lập kho mới với --calendar week hoặc none") from error
        columns: Columns = {"at": log.at, "offset_minutes": log.offset_minutes, "clock": steps.clock}
        for column in CODED:
            known = self.names[column]
            codes = {name: code for code, name in enumerate(known)}
            new = [name for name in log.names[column] if name not in codes]
            codes.update({name: code for code, name in enumerate(new, len(known))})
            place = np.array([codes[name] for name in log.names[column]], np.int32)
            columns[column] = place[log.codes[column]]
            self.names[column] = known + new
            if column == "case":
                self.due = told(self.due, place, log.due, len(new))
                self.due_clock = told(self.due_clock, place, steps.due, len(new))
        first = self.manifest["rows"]
        columns["seq"] = np.arange(first, first + len(log), dtype=np.int64)
        order = np.lexsort((columns["seq"], columns["at"], columns["case"]))
        return {column: values[order] for column, values in columns.items()}

    def _counted(self, columns: Columns, known: int) -> tuple[Kept, Columns, int]:
        """What is kept after these events, those of them that are new, and how many came late for their case."""
        cases, old_cases = len(self.names["case"]), columns["case"] < known
        last = np.full(len(columns["case"]), np.iinfo(np.int64).min)
        last[old_cases] = self.kept.ends.at[columns["case"][old_cases]]
        touched = np.unique(columns["case"][columns["at"] <= last])
        of_touched = np.isin(columns["case"], touched)
        simple, rest = taken(columns, ~of_touched), taken(columns, of_touched)
        kept = advance(self.kept, self._rows(simple), cases)
        if not len(touched):
            return kept, simple, 0
        old = self._events(touched)
        fresh = taken(rest, ~present(old, rest))
        changed = np.unique(fresh["case"])
        old = taken(old, np.isin(old["case"], changed))
        kept = amend(kept, self._rows(old), self._rows(together([old, fresh])))
        late = int(np.count_nonzero(fresh["at"] < self.kept.ends.at[fresh["case"]]))
        return kept, together([simple, fresh]), late

    def _rows(self, columns: Columns) -> Rows:
        holder = holders_of(columns["resource"], self.names["resource"])
        return Rows(columns["case"], columns["activity"], holder, columns["clock"], columns["at"])

    # --- reading ------------------------------------------------------------------------------------------------

    def log(self) -> Log:
        """All events as one log, whatever order they came in."""
        columns = self._events()
        names, codes = {}, {}
        for column in CODED:
            used = np.unique(columns[column])
            ranked = sorted(used.tolist(), key=self.names[column].__getitem__)
            rank = np.zeros(len(self.names[column]), np.int32)
            rank[ranked] = np.arange(len(ranked), dtype=np.int32)
            names[column], codes[column] = tuple(self.names[column][code] for code in ranked), rank[columns[column]]
            if column == "case":
                due = self.due[ranked]
        order = np.lexsort((columns["seq"], columns["at"], codes["case"]))
        skipped: dict[str, int] = {}
        for source in self.sources:
            for reason, count in source["skipped"].items():
                skipped[reason] = skipped.get(reason, 0) + count
        return Log(
            names, {name: column[order] for name, column in codes.items()}, columns["at"][order],
            columns["offset_minutes"][order], due, skipped,
        )  # fmt: skip

    def steps(self, perspective: str = "resource") -> Steps:
        """The columns that measures read, without a sort where each bucket has been written once.

        Cases stand bucket by bucket, and within one in the order in which they came.
        """
        columns = ("case", "activity", perspective, "clock")
        buckets: dict[int, list[Path]] = {}
        for part in self.manifest["parts"]:
            buckets.setdefault(part["bucket"], []).append(self.path / part["file"])
        found = [columns_of(paths, columns) for _, paths in sorted(buckets.items())]
        whole = {name: np.concatenate([part[name] for part in found]) for name in columns}
        names, holder = self.names[perspective], holders_of(whole[perspective], self.names[perspective])
        sizes = (len(self.due_clock), len(self.names["activity"]), len(names))
        return Steps(whole["case"], whole["activity"], holder, whole["clock"], self.due_clock, *sizes)

    def _events(self, cases: npt.NDArray[Any] | None = None) -> Columns:
        """The stored events, of these cases or of all, in order of case, time and arrival."""
        chosen = None if cases is None else {self.bucket_of(self.names["case"][case]) for case in cases.tolist()}
        wanted = None if cases is None else compute.field("case").isin(pa.array(cases))
        tables = [
            table_of(self.path / part["file"], filters=wanted)
            for part in self.manifest["parts"]
            if chosen is None or part["bucket"] in chosen
        ]
        found = [{column: table[column].to_numpy() for column in EVENT} for table in tables]
        return together(found)

    def bucket_of(self, case: str) -> int:
        """Where the events of a case lie."""
        return zlib.crc32(case.encode()) % int(self.manifest["buckets"])

    # --- files --------------------------------------------------------------------------------------------------

    def _write(self, fresh: Columns, sources: list[dict[str, Any]]) -> None:
        """The new events and what is kept, in files of their own; then, in one rename, that they count."""
        number = self.manifest["imports"] + 1
        buckets = np.array([self.bucket_of(name) for name in self.names["case"]], np.int16)[fresh["case"]]
        parts = list(self.manifest["parts"])
        for bucket in np.unique(buckets).tolist():
            file = Path("events") / f"{bucket:02d}" / f"{number:06d}.parquet"
            (self.path / file).parent.mkdir(parents=True, exist_ok=True)
            rows = taken(fresh, buckets == bucket)
            # read whole again and again: lz4 is unpacked twice as fast as zstd, and half as large again
            parquet.write_table(pa.table({name: rows[name] for name in EVENT}), self.path / file, compression="lz4")
            parts.append({"bucket": bucket, "file": file.as_posix()})
        self._write_kept(self.path / "kept" / f"{number:06d}")
        before = self.path / "kept" / f"{number - 1:06d}"
        self.manifest |= {"imports": number, "parts": parts, "sources": sources}
        new = self.path / f"{MANIFEST}.new"
        new.write_text(json.dumps(self.manifest, ensure_ascii=False, indent=1), "utf-8")
        new.replace(self.path / MANIFEST)
        shutil.rmtree(before, ignore_errors=True)

    def _write_kept(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)  # of an import that was broken off
        folder.mkdir(parents=True)
        ends = {name: getattr(self.kept.ends, name) for name in Ends.__dataclass_fields__}
        cases = {"name": self.names["case"], "due": self.due, "due_clock": self.due_clock, **ends}
        parquet.write_table(pa.table(cases), folder / "cases.parquet")
        others = [(column, name) for column in CODED if column != "case" for name in self.names[column]]
        parquet.write_table(
            pa.table({"column": [one[0] for one in others], "name": [one[1] for one in others]}),
            folder / "names.parquet",
        )
        tables = [(name, getattr(self.kept.tally, name)) for name in COUNTED]
        tables += [(HELD, table) for table in self.kept.tally.held] + [(DONE, table) for table in self.kept.done]
        for number, (name, table) in enumerate(tables):
            columns = {"keys": table.keys, "count": table.count, "seconds": table.seconds}
            parquet.write_table(pa.table(columns), folder / f"{number:03d}-{name}.parquet", compression="zstd")
