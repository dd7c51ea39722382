"""One PostgreSQL for a whole test run, one database for each process of it.

Schema changes are made as the owner; the tests run as `congvu_app`, the role of the program. The first process builds
a template, every process copies it; a test that commits (`transaction=True`, `live_server`) gets a fresh copy after it,
because the program's role may not empty tables, and some tables nobody may empty.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import psycopg

from congvu.kit.cluster import Cluster
from congvu.kit.roles import APP, OWNER

TEMPLATE = "congvu_template"
PREFIX = "congvu-test-"


# What a test stands on is made once a process by the real moves and then written again row by row: `tests_rows` takes
# every row there is, `tests_write` puts rows back, whatever the program's role may do. Only tests' databases have them.
_KEEPING = """
create function tests_rows() returns jsonb language plpgsql security definer as $$
declare
    found jsonb := '{}';
    name text;
    rows jsonb;
begin
    for name in select c.oid::regclass::text from pg_class c
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1 loop
        execute format('select jsonb_agg(to_jsonb(t)) from %s t', name) into rows;
        if rows is not null then
            found := found || jsonb_build_object(name, rows);
        end if;
    end loop;
    return found;
end $$;
create function tests_write(p_rows jsonb) returns void language plpgsql security definer
set session_replication_role = replica as $$
declare
    name text;
    rows jsonb;
    columns text;
    sequence text;
begin
    for name, rows in select key, value from jsonb_each(p_rows) loop
        select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
        where attrelid = name::regclass and attnum > 0 and not attisdropped and attgenerated = '';
        execute format('insert into %1$s (%2$s) overriding system value
                        select %2$s from jsonb_populate_recordset(null::%1$s, $1)', name, columns) using rows;
        for sequence in select pg_get_serial_sequence(name, attname) from pg_attribute
                        where attrelid = name::regclass and attname = 'id' and attidentity <> '' loop
            execute format('select setval(%1$L, greatest(nextval(%1$L), (select max(id) from %2$s)))', sequence, name);
        end loop;
    end loop;
end $$;
"""


def run_folder() -> Path:
    """One folder for all processes of one run."""
    run = os.environ.get("CONGVU_TEST_RUN") or os.environ.setdefault("CONGVU_TEST_RUN", str(os.getpid()))
    return Path(tempfile.gettempdir()) / f"{PREFIX}{run}"


def remove_forgotten() -> None:
    """Stop and remove clusters of runs that were killed; the name of a folder is the id of its process."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not Path(f"/proc/{folder.name.removeprefix(PREFIX)}").exists() and Path("/proc/self").exists():
            remove(folder)


def remove(folder: Path) -> None:
    if folder.exists():
        Cluster(folder, durable=False).stop()
        shutil.rmtree(folder, ignore_errors=True)


class Database:
    """The database of this process."""

    def __init__(self, worker: str) -> None:
        self.name = f"congvu_{worker}"
        self.cluster = Cluster(run_folder(), durable=False)

    def create(self) -> None:
        folder = run_folder()
        folder.mkdir(mode=0o711, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.cluster.start()
            if not self._exists(TEMPLATE):
                self._build_template()
            self.renew()

    def renew(self) -> None:
        """A fresh copy of the template under this process's name."""
        with psycopg.connect(self.cluster.superuser_url(), autocommit=True) as connection:
            connection.execute(f"drop database if exists {self.name} with (force)")
            connection.execute(f"create database {self.name} template {TEMPLATE} owner {OWNER} strategy file_copy")

    def url(self, role: str = APP) -> str:
        return self.cluster.url(role, self.name)

    def _exists(self, name: str) -> bool:
        with psycopg.connect(self.cluster.superuser_url(), autocommit=True) as connection:
            return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None

    def _build_template(self) -> None:
        from congvu.faces.cli.prepare import prepare_schema

        draft = f"{TEMPLATE}_new"
        with psycopg.connect(self.cluster.superuser_url(), autocommit=True) as connection:
            connection.execute(f"drop database if exists {draft} with (force)")
            connection.execute(f"create database {draft} owner {OWNER}")
        prepare_schema(self.cluster.url(OWNER, draft))
        with psycopg.connect(self.cluster.superuser_url(draft), autocommit=True) as connection:
            connection.execute(_KEEPING)
        with psycopg.connect(self.cluster.superuser_url(), autocommit=True) as connection:
            connection.execute(f"alter database {draft} rename to {TEMPLATE}")
