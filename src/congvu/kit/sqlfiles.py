"""SQL objects that no migration can say: functions, triggers, generated columns, grants.

They live in `<floor>/<room>/sql/NN_name.sql`, can be run again at any time, and are applied as the owner after every
migrate, in the order of the floors. Nothing is done while neither they nor the migrations have changed.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from congvu.kit.roles import APP, AUDIT, OWNER

PACKAGE = Path(__file__).resolve().parent.parent
ROOMS = ("kernel/org", "kernel/ledger", "kernel/records", "kernel/duties", "kernel/notices", "sources/programmes")
_REMEMBERED = """
create table if not exists applied_sql (id smallint primary key check (id = 1), sha256 text not null,
                                        applied_at timestamptz not null default clock_timestamp())
"""
# Generic rights come first; a room then takes away what its promises forbid.
_RIGHTS = f"""
grant usage on schema public to {APP}, {AUDIT};
grant select, insert, update, delete on all tables in schema public to {APP};
grant usage, select on all sequences in schema public to {APP};
grant select on all tables in schema public to {AUDIT};
alter default privileges for role {OWNER} in schema public
  grant select, insert, update, delete on tables to {APP};
alter default privileges for role {OWNER} in schema public grant usage, select on sequences to {APP};
alter default privileges for role {OWNER} in schema public grant select on tables to {AUDIT};
revoke insert, update, delete on django_migrations, applied_sql from {APP};
"""


def files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((PACKAGE / room / "sql").glob("*.sql"))]


def digest() -> str:
    """One hash of everything that would be run."""
    whole = sha256(_RIGHTS.encode())
    for path in files():
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def apply(connection: Any, *, force: bool = False) -> bool:
    """Run all files in one transaction if something changed; True if they were run.

    `connection` is Django's, as the owner, after `migrate`.
    """
    from django.db import transaction

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_REMEMBERED)
        cursor.execute("select string_agg(app || '.' || name, ',' order by app, name) from django_migrations")
        want = sha256(f"{digest()} {cursor.fetchone()[0]}".encode()).hexdigest()
        cursor.execute("select sha256 from applied_sql")
        row = cursor.fetchone()
        if row is not None and row[0] == want and not force:
            return False
        cursor.execute(_RIGHTS)
        for path in files():
            cursor.execute(path.read_text())
        cursor.execute(
            "insert into applied_sql (id, sha256) values (1, %s)"
            " on conflict (id) do update set sha256 = excluded.sha256, applied_at = clock_timestamp()",
            [want],
        )
    return True
