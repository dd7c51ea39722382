-- Sealing: waiting entries get consecutive places in the tree, set-based, in rows of 4,096.

-- Hashes do not compress, and a slice of them must be read without the rest.
alter table sealed_leaf alter column leaf_hashes set storage external;
create index if not exists sealed_leaf_entries on sealed_leaf using gist (int8range(lowest, highest, '[]'));

-- Takes at most `most` waiting entries (or the one given), in the order of their ids, into the places from `first` on.
-- The caller holds the sealer's lock. Returns the leaf hashes of each row written, in order.
create or replace function ledger_take(log smallint, first bigint, most int, only_entry bigint default null)
returns table (first_index bigint, leaf_hashes bytea)
language sql set search_path = public, pg_temp as $$
    with gone as (
        delete from unsealed where entry_id in (
            select entry_id from unsealed where only_entry is null or entry_id = only_entry
            order by entry_id limit ledger_take.most)
        returning entry_id, leaf_hash
    ), placed as (
        select entry_id, leaf_hash, row_number() over (order by entry_id) - 1 as place from gone
    ), written as (
        insert into sealed_leaf (log_id, first_index, entries, leaf_hashes, lowest, highest)
        select ledger_take.log, ledger_take.first + min(place), array_agg(entry_id order by place),
               string_agg(leaf_hash, ''::bytea order by place), min(entry_id), max(entry_id)
        from placed group by place / 4096
        returning first_index, leaf_hashes
    )
    select first_index, leaf_hashes from written order by first_index
$$;

-- Whether a stored payload is that of the leaf; false, not an error, for a leaf that somebody made unreadable.
create or replace function ledger_same_payload(leaf bytea, payload jsonb) returns boolean
language plpgsql stable as $$
begin
    return convert_from(leaf, 'UTF8')::jsonb -> 'payload' = payload;
exception when data_exception then
    return false;
end $$;
