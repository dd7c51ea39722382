-- The limits of many open duties by a new calendar: the one move that changes limits alone, of a whole province at once.
-- As duty_move_many, without what cannot change: state, custody, audience. Arrays of equal length, ascending ids, at
-- most 5,000 a transaction. Re-runnable; applied as the owner.
create or replace function duty_recount_many(
    p_duties bigint[], p_versions integer[], p_payloads jsonb[], p_heads bytea[], p_tails bytea[]
) returns boolean
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
    v_now timestamptz;
    v_times timestamptz[];
    v_leaves bytea[];
    v_size integer := cardinality(p_duties);
begin
    perform 1 from duty where id = any (p_duties) order by id for no key update;
    if exists (select from unnest(p_duties, p_versions) v (id, version) left join duty d on d.id = v.id
               where d.seq is distinct from v.version) then
        return false;  -- somebody moved one of them meanwhile: decide again
    end if;
    if exists (select from duty d where d.id = any (p_duties) and not exists (
                   select from duty_transition x
                   where x.verb = 'recompute' and x.from_state = d.state and x.to_state = d.state)) then
        raise exception 'recompute is not in the table of moves' using errcode = 'check_violation';
    end if;
    if exists (select from unnest(p_payloads) p, jsonb_object_keys(p -> 'set') k
               where k not in ('current_due_at', 'due_provisional', 'step_due_at')) then
        raise exception 'recompute changes limits alone' using errcode = 'check_violation';
    end if;
    v_now := congvu_now();
    select array_agg(greatest(v_now, d.last_at + interval '1 microsecond') order by v.place) into v_times
    from unnest(p_duties) with ordinality v (id, place) join duty d on d.id = v.id;
    select array_agg(a.leaf_hash order by a.place) into v_leaves
    from ledger_append_many(
        'duties', 'duty', p_duties,
        (select array_agg(v.version + 1 order by v.place) from unnest(p_versions) with ordinality v (version, place)),
        array_fill('recompute'::text, array[v_size]), array_fill(null::bigint, array[v_size]),
        array_fill(null::bigint, array[v_size]), v_times, v_times, array_fill(''::text, array[v_size]),
        p_payloads, p_heads, p_tails, null, 'duty.recompute') a;
    update duty d set
        seq = d.seq + 1, last_at = x.at, last_leaf = x.leaf,
        current_due_at = coalesce((x.payload #>> '{set,current_due_at}')::timestamptz, d.current_due_at),
        due_provisional = coalesce((x.payload #>> '{set,due_provisional}')::boolean, d.due_provisional),
        step_due_at = coalesce((x.payload #>> '{set,step_due_at}')::timestamptz, d.step_due_at)
    from unnest(p_duties, v_times, v_leaves, p_payloads) x (id, at, leaf, payload)
    where d.id = x.id;
    return true;
end $$;

do $$
begin
    if exists (select from pg_roles where rolname = 'congvu_app') then
        revoke all on function duty_recount_many(bigint[], integer[], jsonb[], bytea[], bytea[]) from public;
        grant execute on function duty_recount_many(bigint[], integer[], jsonb[], bytea[], bytea[]) to congvu_app;
    end if;
end $$;
