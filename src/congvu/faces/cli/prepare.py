"""Bring a running database to the state this code expects: migrations, SQL files, cache table, calendars of moves."""

from hashlib import sha256
from pathlib import Path

from django.core.management import call_command

from congvu.kit import sqlfiles
from congvu.kit.roles import as_owner

PACKAGE = Path(__file__).resolve().parents[2]


def schema_digest() -> str:
    """One hash of all that decides the schema: while it stays the same there is nothing to do."""
    whole = sha256(sqlfiles.digest().encode())
    for path in sorted(PACKAGE.glob("**/migrations/*.py")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    whole.update((PACKAGE / "kernel" / "duties" / "rules.py").read_bytes())
    return whole.hexdigest()


def prepare_schema(owner_url: str) -> None:
    """Migrate and apply the SQL files, as the owner. Django must be set up."""
    with as_owner(owner_url) as connection:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        sqlfiles.apply(connection)
