-- Sealing: waiting entries get consecutive places in the tree, set-based, in rows of 4,096.

-- Hashes do not compress, and a slice of them must be read without the rest; compressing the ids beside them would cost
-- as much as all other work of sealing.
alter table sealed_leaf alter column leaf_hashes set storage external, alter column entries set storage external;
create index if not exists sealed_leaf_entries on sealed_leaf using gist (int8range(lowest, highest, '[]'));

-- Takes at most `most` waiting entries (or the one given), in the order of their ids, into the places from `first` on.
-- The caller holds the sealer's lock. Returns their leaf hashes in a row. Which entries wait is decided by one snapshot:
-- what commits later, with whatever id, still waits.
create or replace function ledger_take(log smallint, first bigint, most int, only_entry bigint default null)
returns bytea
language sql set search_path = public, pg_temp set work_mem = '32MB' as $$
    with gone as (
        delete from unsealed
        where entry_id between coalesce(only_entry, 0) and coalesce(only_entry, (
            select entry_id from unsealed order by entry_id offset ledger_take.most - 1 limit 1), 9223372036854775807)
        returning entry_id, leaf_hash
    ), whole as materialized (
        select array_agg(entry_id order by entry_id) entries, string_agg(leaf_hash, ''::bytea order by entry_id) hashes
        from gone
    ), written as (
        insert into sealed_leaf (log_id, first_index, entries, leaf_hashes, lowest, highest)
        select ledger_take.log, ledger_take.first + at, entries[at + 1 : at + 4096],
               substring(hashes from 32 * at + 1 for 32 * 4096), entries[at + 1],
               entries[least(at + 4096, cardinality(entries))]
        from whole, generate_series(0, cardinality(entries) - 1, 4096) at
    )
    select hashes from whole
$$;

-- Keeps the hashes of neighbouring nodes of one level, 32 bytes each, from the node number `first` on.
create or replace function ledger_keep_nodes(log smallint, level int, first bigint, hashes bytea) returns void
language sql set search_path = public, pg_temp as $$
    insert into tree_node (log_id, level, index, hash)
    select ledger_keep_nodes.log, ledger_keep_nodes.level, first + at, substring(hashes from 32 * at + 1 for 32)
    from generate_series(0, length(hashes) / 32 - 1) at
$$;

drop function if exists ledger_same_payload(bytea, jsonb);  -- payloads are compared by the program now
