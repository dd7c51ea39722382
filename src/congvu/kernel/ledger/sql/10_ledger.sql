-- Writing an entry. The program makes the leaf's bytes in two halves around the time (engines/seal/leaf.py); the
-- time is taken inside the caller's lock, so only the database can put the halves together and hash them.

create or replace function ledger_instant(at timestamptz) returns text
language sql stable strict parallel safe as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- One entry. The caller holds the lock of the subject and gives the next seq; `at` must grow per subject.
-- `fields`: [{"name": …, "salt": hex, "value": …}], the free text whose commitments stand in the leaf.
create or replace function ledger_append(
    room text, subject text, subject_id bigint, seq int, verb text, actor_id bigint, post_id bigint,
    at timestamptz, effective_at timestamptz, ground text, payload jsonb,
    leaf_head bytea, leaf_tail bytea, fields jsonb, topic text
) returns table (entry_id bigint, leaf_hash bytea)
language plpgsql as $$
#variable_conflict use_column
declare
    leaf bytea := ledger_append.leaf_head
        || convert_to(to_char(ledger_append.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8')
        || ledger_append.leaf_tail;
begin
    ledger_append.leaf_hash := sha256('\x00'::bytea || leaf);
    -- one statement for three tables: starting one costs as much as the insert it makes
    with written as (
        insert into entry (room, subject, subject_id, seq, verb, actor_id, post_id, recorded_at, effective_at, ground,
                           payload, leaf, leaf_hash)
        values (ledger_append.room, ledger_append.subject, ledger_append.subject_id, ledger_append.seq,
                ledger_append.verb, ledger_append.actor_id, ledger_append.post_id, ledger_append.at,
                coalesce(ledger_append.effective_at, ledger_append.at), coalesce(ledger_append.ground, ''),
                coalesce(ledger_append.payload, '{}'), leaf, ledger_append.leaf_hash)
        returning id
    ), waiting as (
        insert into unsealed (entry_id, leaf_hash) select id, ledger_append.leaf_hash from written
    ), told as (
        insert into outbox (entry_id, topic) select id, ledger_append.topic from written where ledger_append.topic <> ''
    )
    select id into ledger_append.entry_id from written;
    if ledger_append.fields is not null then
        insert into entry_field (entry_id, name, salt, value)
        select ledger_append.entry_id, f ->> 'name', decode(f ->> 'salt', 'hex'), f ->> 'value'
        from jsonb_array_elements(ledger_append.fields) f;
    end if;
    return next;
end $$;

-- Many entries in one round trip: arrays of equal length, one place per entry. `fields` holds one list for all:
-- [{"i": place from 1, "name": …, "salt": hex, "value": …}]. Ids ascend in the order given.
create or replace function ledger_append_many(
    room text, subject text, subject_ids bigint[], seqs int[], verbs text[], actor_ids bigint[], post_ids bigint[],
    ats timestamptz[], effective_ats timestamptz[], grounds text[], payloads jsonb[],
    leaf_heads bytea[], leaf_tails bytea[], fields jsonb, topic text
) returns table (place int, entry_id bigint, leaf_hash bytea)
language plpgsql set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    ids bigint[];
begin
    select array_agg(nextval('entry_id_seq')) into ids from generate_subscripts(ledger_append_many.subject_ids, 1);
    return query
    with given as (
        select *, lg.leaf_head
                  || convert_to(to_char(lg.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8')
                  || lg.leaf_tail as leaf
        from unnest(ids, ledger_append_many.subject_ids, ledger_append_many.seqs, ledger_append_many.verbs,
                    ledger_append_many.actor_ids, ledger_append_many.post_ids, ledger_append_many.ats,
                    ledger_append_many.effective_ats, ledger_append_many.grounds, ledger_append_many.payloads,
                    ledger_append_many.leaf_heads, ledger_append_many.leaf_tails)
             with ordinality as lg (id, subject_id, seq, verb, actor_id, post_id, at, effective_at, ground, payload,
                                    leaf_head, leaf_tail, place)
    ), hashed as materialized (
        select given.*, sha256('\x00'::bytea || given.leaf) as leaf_hash from given
    ), written as (
        insert into entry (id, room, subject, subject_id, seq, verb, actor_id, post_id, recorded_at, effective_at,
                           ground, payload, leaf, leaf_hash)
        select h.id, ledger_append_many.room, ledger_append_many.subject, h.subject_id, h.seq, h.verb, h.actor_id,
               h.post_id, h.at, coalesce(h.effective_at, h.at), coalesce(h.ground, ''), coalesce(h.payload, '{}'),
               h.leaf, h.leaf_hash
        from hashed h order by h.place
    ), waiting as (
        insert into unsealed (entry_id, leaf_hash) select h.id, h.leaf_hash from hashed h order by h.place
    ), words as (
        insert into entry_field (entry_id, name, salt, value)
        select ids[(f ->> 'i')::int], f ->> 'name', decode(f ->> 'salt', 'hex'), f ->> 'value'
        from jsonb_array_elements(coalesce(ledger_append_many.fields, '[]')) f
    ), told as (
        insert into outbox (entry_id, topic)
        select h.id, ledger_append_many.topic from hashed h
        where coalesce(ledger_append_many.topic, '') <> '' order by h.place
    )
    select h.place::int, h.id, h.leaf_hash from hashed h order by h.place;
end $$;
