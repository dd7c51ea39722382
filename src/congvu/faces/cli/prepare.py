"""Bring a running database to the state this code expects, and refuse to run on one that says otherwise."""

from hashlib import sha256
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db.backends.utils import CursorWrapper

from congvu.kit import sqlfiles
from congvu.kit.roles import ClusterError, as_owner

PACKAGE = Path(__file__).resolve().parents[2]


def schema_digest() -> str:
    """One hash of all that decides the schema: while it stays the same there is nothing to do."""
    whole = sha256(sqlfiles.digest().encode())
    for path in sorted((*PACKAGE.glob("**/migrations/*.py"), *PACKAGE.glob("kernel/duties/rules/**/*.py"))):
        whole.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def is_prepared(owner_url: str) -> bool:
    """The database was prepared by this very code."""
    with psycopg.connect(owner_url) as connection:
        if connection.execute("select to_regclass('prepared_schema')").fetchone() == (None,):
            return False
        row = connection.execute("select sha256 from prepared_schema").fetchone()
    return row is not None and row[0] == schema_digest()


def prepare_schema(owner_url: str) -> None:
    """Migrate and apply the SQL files, as the owner. Django must be set up."""
    if is_prepared(owner_url):
        return
    with as_owner(owner_url) as connection:
        call_command("migrate", verbosity=0, interactive=False)
        sqlfiles.apply(connection, force=True)
        with connection.cursor() as cursor:
            _load_moves(cursor)
            cursor.execute("create table if not exists prepared_schema (id smallint primary key, sha256 text not null)")
            cursor.execute("revoke insert, update, delete on prepared_schema, duty_transition from congvu_app")
            cursor.execute(
                "insert into prepared_schema (id, sha256) values (1, %s)"
                " on conflict (id) do update set sha256 = excluded.sha256",
                [schema_digest()],
            )


def _load_moves(cursor: CursorWrapper) -> None:
    """The table of moves as rows, for the SQL function that checks each move against it."""
    from congvu.kernel.duties.rules import DUTY

    rows = [list(column) for column in zip(*DUTY.transitions(), strict=True)]
    cursor.execute("delete from duty_transition")
    cursor.execute(
        "insert into duty_transition (verb, from_state, to_state)"
        " select * from unnest(%s::text[], %s::text[], %s::text[])",
        rows,
    )


def check_moves() -> None:
    """Raise when the database would allow other moves than the code: neither may decide alone."""
    from congvu.kernel.duties.models import Transition
    from congvu.kernel.duties.rules import DUTY

    stored = set(Transition.objects.values_list("verb", "from_state", "to_state"))
    different = stored.symmetric_difference(DUTY.transitions())
    if different:
        first = ", ".join(sorted(f"{verb}: {before} → {after}" for verb, before, after in different)[:5])
        raise ClusterError(
            f"Bảng các bước trong cơ sở dữ liệu khác với mã nguồn ({first}): không chạy cho tới khi khớp."
        )
