"""What a page needs beside its HTML: one style sheet, one font, one sprite of icons, one script, all from this host.

`build(home)` makes them once from packages that pip installed (Bootstrap, Source Sans 3, Tabler icons, htmx) and from
the rooms' own static files: each under a name that holds its hash, with its .br and .gz beside it, so that a browser
keeps it for ever and nothing is compressed while somebody waits. Nothing is fetched from the network.
"""

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

PACKAGE = Path(__file__).resolve().parents[2]
MANIFEST = "manifest.json"
STAMP = "stamp.txt"

# The letters of Vietnamese and of the European languages beside it, the punctuation and signs that pages use.
LETTERS = (
    "U+0020-007E,U+00A0-017F,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,"
    "U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AB,U+2212,U+00D7"
)
FONT_FACE = """@font-face{font-family:"Source Sans 3";font-style:normal;font-weight:400 700;font-display:swap;
src:url("%s") format("woff2")}
"""
_ICON_IN_TEMPLATE = re.compile(r"""\bicon[ =:]+["']([a-z][a-z0-9-]+)["']""")
_QUOTED = re.compile(r""""([a-z][a-z0-9-]+)\"""")


def package_folder(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(name)
    return Path(spec.origin).parent


def build(home: Path) -> Path:
    """Make everything under HOME/assets unless it is there already and still fits; gives the folder."""
    target = home / "assets"
    stamp = _stamp()
    _manifest.cache_clear()  # a page made before the assets remembers that there are none
    if (target / STAMP).exists() and (target / STAMP).read_text() == stamp:
        return target
    target.mkdir(parents=True, exist_ok=True)
    for old in target.rglob("*"):
        if old.is_file():
            old.unlink()
    manifest: dict[str, str] = {}
    for name, data in _sources():
        if name == "web/congvu.css":
            data = _style_sheet(data, Path(manifest["web/source-sans-3.woff2"]).name)
        manifest[name] = _write(target, name, data)
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
    (target / STAMP).write_text(stamp)
    return target


def _sources() -> Iterator[tuple[str, bytes]]:
    """Logical names and contents; the font comes first because the style sheet names it."""
    yield "web/source-sans-3.woff2", font()
    yield "web/sprite.svg", sprite(used_icons())
    yield "web/htmx.js", (package_folder("django_htmx") / "static/django_htmx/htmx-2.min.js").read_bytes()
    for folder in sorted(PACKAGE.glob("*/**/static")):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _style_sheet(own: bytes, font_name: str) -> bytes:
    """Bootstrap, the font and our layer as one file: one request, one set of rules that fit together."""
    bootstrap = (package_folder("bootstrap") / "static/bootstrap/css/bootstrap.min.css").read_text()
    bootstrap = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", bootstrap)
    return (bootstrap + FONT_FACE % font_name + own.decode()).encode()


def _write(target: Path, name: str, data: bytes) -> str:
    import brotli

    path = Path(name)
    digest = hashlib.sha256(data).hexdigest()[:12]
    hashed = path.with_name(f"{path.stem}.{digest}{path.suffix}")
    (target / hashed).parent.mkdir(parents=True, exist_ok=True)
    (target / hashed).write_bytes(data)
    if path.suffix in {".css", ".js", ".svg"}:
        (target / f"{hashed}.br").write_bytes(brotli.compress(data, quality=11))
        (target / f"{hashed}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    return hashed.as_posix()


def font() -> bytes:
    """Source Sans 3 upright, weights 400 to 700, with the letters of a Vietnamese page: about 45 kB of woff2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    face = TTFont(package_folder("fontpkg_source_sans_3") / "files/SourceSans3[wght].ttf")
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "tnum"]
    options.name_IDs = [0, 1, 2, 13, 14]  # the notice and the licence stay inside
    options.notdef_outline = True
    letters = subset.Subsetter(options)
    letters.populate(unicodes=subset.parse_unicodes(LETTERS.replace("U+", "")))
    letters.subset(face)
    small = io.BytesIO()
    face.save(small)
    small.seek(0)
    face = instancer.instantiateVariableFont(TTFont(small), {"wght": (400, 700)})
    face.flavor = "woff2"
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def used_icons() -> frozenset[str]:
    """Names of the icons that templates and page code mention; the full set would be 25 MB."""
    names: set[str] = set()
    for template in PACKAGE.rglob("*.html"):
        names.update(_ICON_IN_TEMPLATE.findall(template.read_text()))
    for code in (*PACKAGE.rglob("web/**/*.py"), *PACKAGE.glob("kit/*.py"), PACKAGE / "config/registry.py"):
        if code.exists():
            names.update(_QUOTED.findall(code.read_text()))
    with zipfile.ZipFile(package_folder("tabler_icons") / "archive.zip") as archive:
        there = {Path(name).stem for name in archive.namelist()}
    return frozenset(names & there)


def sprite(names: frozenset[str]) -> bytes:
    """One SVG with a symbol for each icon; pages show `<use href="…/sprite.svg#name">`."""
    svg = "{http://www.w3.org/2000/svg}"
    symbols = []
    with zipfile.ZipFile(package_folder("tabler_icons") / "archive.zip") as archive:
        for name in sorted(names):
            root = ElementTree.fromstring(archive.read(f"{name}.svg"))
            shapes = [child for child in root if child.get("stroke") != "none"]
            for shape in shapes:
                shape.tag = shape.tag.removeprefix(svg)
            inside = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in shapes)
            symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


def _stamp() -> str:
    """Changes when a source changes, so that a second start builds nothing."""
    digest = hashlib.sha256()
    for path in sorted((*PACKAGE.glob("*/**/static/**/*"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("web/**/*.py"))):
        if path.is_file():
            digest.update(path.read_bytes())
    for module in ("kit", "config"):
        for path in sorted((PACKAGE / module).glob("*.py")):
            digest.update(path.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = Path(settings.HOME) / "assets" / MANIFEST
    if not path.exists():
        return {}
    manifest: dict[str, str] = json.loads(path.read_text())
    return manifest


class HashedStorage(StaticFilesStorage):
    """`{% static "web/congvu.css" %}` gives the hashed name once the assets are built, else the plain one."""

    def url(self, name: str | None) -> str:
        return super().url(_manifest().get(name or "", name))
