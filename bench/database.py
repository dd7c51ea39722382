"""A database of its own for figures: the real cluster, durable, as `serve` runs it."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from congvu.kit.cluster import Cluster


@contextlib.contextmanager
def fresh_database() -> Iterator[Cluster]:
    """Started, migrated, Django set up as the program's role; gone afterwards.

    The first call in a process decides the address that Django knows; call it once per bench run.
    """
    if "CONGVU_BENCH_HOME" in os.environ:
        folder = Path(os.environ["CONGVU_BENCH_HOME"])
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        keep = True
    else:
        folder = Path(tempfile.mkdtemp(prefix="congvu-bench-"))
        folder.chmod(0o711)
        keep = False
    os.environ["CONGVU_HOME"] = str(folder)
    cluster = Cluster(folder)
    try:
        cluster.start()
        _set_up(cluster)
        yield cluster
    finally:
        from django.db import connections

        connections.close_all()
        cluster.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _set_up(cluster: Cluster) -> None:
    from congvu.faces.cli.prepare import prepare_schema
    from congvu.faces.cli.runtime import set_up_django
    from congvu.kit.roles import django_database

    set_up_django(cluster)
    from django.db import connections

    connections.close_all()
    connections["default"].settings_dict.update(django_database(cluster.urls().app))
    prepare_schema(cluster.urls().owner)
