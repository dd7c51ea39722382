-- The same for many duties at once (issue, take over, silence, a new calendar): arrays of equal length, ascending ids,
-- at most 5,000 a transaction. Set-based: a fixed number of statements whatever the number of duties. Arrays of rows
-- are unnested, never subscripted: finding the n-th of them takes n steps.

-- What forbids the whole move, in words; null when nothing does.
create or replace function duty_move_fault(
    p_before duty[], p_verb text, p_targets text[], p_times timestamptz[], p_effectives timestamptz[]
) returns text language sql stable as $$
    with given as (
        select b.id, b.state, b.last_at, b.parent_id, x.target, x.at, x.effective_at
        from unnest(p_before) with ordinality b
             join unnest(p_targets, p_times, p_effectives) with ordinality x (target, at, effective_at, place)
             on x.place = b.ordinality
    )
    select format('duty %s: %s from %s to %s is not in the table of moves', g.id, p_verb, g.state, g.target)
    from given g
    where not exists (select from duty_transition x
                      where x.verb = p_verb and x.from_state = g.state and x.to_state = g.target)
    union all
    select format('duty %s: %s lies outside (%s, %s]', g.id, g.effective_at, g.last_at, g.at)
    from given g where g.effective_at <= g.last_at or g.effective_at > g.at
    union all
    select format('duty %s: the whole of which it is a part is %s', g.id, w.state)
    from given g join duty w on w.id = g.parent_id
    where g.state = 'draft' and w.state in ('draft', 'handed_in', 'closed', 'cancelled')
    limit 1
$$;

-- Custody and audience of duties before and after a move that took effect at p_at.
create or replace function duty_pass_many(p_before duty[], p_after duty[], p_at timestamptz[])
returns void language plpgsql as $$
declare
    v_fault text;
begin
    select format('duty %s: person %s does not sit in post %s', n.id, n.holder_id, n.holder_post_id) into v_fault
    from unnest(p_after) with ordinality n join unnest(p_before) with ordinality b on b.ordinality = n.ordinality
         join unnest(p_at) with ordinality x (at, place) on x.place = n.ordinality
    where n.state not in ('closed', 'cancelled')
      and (b.state = 'draft' or n.holder_id <> b.holder_id or n.holder_post_id <> b.holder_post_id)
      and not exists (select from appointment a where a.person_id = n.holder_id and a.post_id = n.holder_post_id
                      and a.starts_at <= x.at and (a.ends_at is null or a.ends_at > x.at))
    limit 1;
    if v_fault is not null then
        raise exception '%', v_fault using errcode = 'foreign_key_violation';
    end if;
    update holding h set ended_at = x.at
    from unnest(p_after) with ordinality n join unnest(p_before) with ordinality b on b.ordinality = n.ordinality
         join unnest(p_at) with ordinality x (at, place) on x.place = n.ordinality
    where h.duty_id = n.id and h.ends_at = 'infinity'
      and (n.state in ('closed', 'cancelled') or n.holder_id <> b.holder_id or n.holder_post_id <> b.holder_post_id);
    insert into holding (duty_id, person_id, post_id, starts_at, previous_ends_at)
    select n.id, n.holder_id, n.holder_post_id, x.at, case when b.state = 'draft' then null else x.at end
    from unnest(p_after) with ordinality n join unnest(p_before) with ordinality b on b.ordinality = n.ordinality
         join unnest(p_at) with ordinality x (at, place) on x.place = n.ordinality
    where n.state not in ('closed', 'cancelled')
      and (b.state = 'draft' or n.holder_id <> b.holder_id or n.holder_post_id <> b.holder_post_id);

    insert into audience (duty_id, person_id, how, starts_at)
    select n.id, n.holder_id, 'holder', x.at
    from unnest(p_after) with ordinality n join unnest(p_at) with ordinality x (at, place) on x.place = n.ordinality
    where n.holder_id is not null
    on conflict (duty_id, person_id, body_id, how) do nothing;
    update audience a set ended_at = x.at
    from unnest(p_after) with ordinality n join unnest(p_before) with ordinality b on b.ordinality = n.ordinality
         join unnest(p_at) with ordinality x (at, place) on x.place = n.ordinality join body o on o.id = n.body_id
    where a.duty_id = n.id and a.how = 'above' and a.ended_at is null and n.body_id <> b.body_id
      and n.state = 'assigned'
      and not o.lineage @> to_jsonb(a.body_id);
    insert into audience (duty_id, body_id, how, starts_at)
    select n.id, above::bigint, 'above', x.at
    from unnest(p_after) with ordinality n join unnest(p_before) with ordinality b on b.ordinality = n.ordinality
         join unnest(p_at) with ordinality x (at, place) on x.place = n.ordinality join body o on o.id = n.body_id,
         lateral jsonb_array_elements_text(o.lineage) above
    where b.state = 'draft' or n.body_id <> b.body_id
    on conflict (duty_id, person_id, body_id, how) do update set ended_at = null
    where audience.ended_at is not null;
end $$;

-- Returns one row for each duty: made; or changed and kept, when one was moved meanwhile and so none was moved now.
-- p_audience: [{"i": place, "person"|"body": id, "how": word}].
create or replace function duty_move_many(
    p_duties bigint[], p_versions integer[], p_verb text, p_targets text[], p_actor bigint, p_posts bigint[],
    p_effectives timestamptz[], p_ground text, p_payloads jsonb[], p_heads bytea[], p_tails bytea[], p_fields jsonb,
    p_topic text, p_audience jsonb
) returns table (place integer, outcome text, entry_id bigint, at timestamptz)
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
    v_before duty[];
    v_after duty[];
    v_times timestamptz[];
    v_effectives timestamptz[];
    v_entries bigint[];
    v_leaves bytea[];
    v_size integer := cardinality(p_duties);
    v_fault text;
    v_now timestamptz;
begin
    perform 1 from duty where id = any (p_duties) order by id for no key update;
    perform 1 from duty where id in (select parent_id from duty where id = any (p_duties) and state = 'draft')
    order by id for share;
    if exists (select from unnest(p_duties, p_versions) v (id, version) left join duty d on d.id = v.id
               where d.seq is distinct from v.version) then
        return query
        select v.place::integer, case when d.seq = v.version then 'kept' else 'changed' end, null::bigint, null::timestamptz
        from unnest(p_duties, p_versions) with ordinality v (id, version, place) left join duty d on d.id = v.id
        order by v.place;
        return;
    end if;
    v_now := congvu_now();
    select array_agg(d order by v.place), array_agg(x.t order by v.place), array_agg(coalesce(v.effective_at, x.t) order by v.place)
    into v_before, v_times, v_effectives
    from unnest(p_duties, p_effectives) with ordinality v (id, effective_at, place) join duty d on d.id = v.id,
         lateral (select greatest(v_now, d.last_at + interval '1 microsecond') as t) x;
    v_fault := duty_move_fault(v_before, p_verb, p_targets, v_times, v_effectives);
    if v_fault is not null then
        raise exception '%', v_fault using errcode = 'check_violation';
    end if;

    select array_agg(a.entry_id order by a.place), array_agg(a.leaf_hash order by a.place) into v_entries, v_leaves
    from ledger_append_many(
        'duties', 'duty', p_duties,
        (select array_agg(v.version + 1 order by v.place) from unnest(p_versions) with ordinality v (version, place)),
        array_fill(p_verb, array[v_size]), array_fill(p_actor, array[v_size]), p_posts, v_times, v_effectives,
        array_fill(p_ground, array[v_size]), p_payloads, p_heads, p_tails, p_fields, p_topic) a;
    select array_agg(jsonb_populate_record(d, coalesce(p.payload -> 'set', '{}') || coalesce(
               (select jsonb_object_agg(s, p.effective_at) from jsonb_array_elements_text(p.payload -> 'stamps') s),
               '{}')) order by p.place)
    into v_after
    from unnest(p_duties, p_payloads, v_effectives) with ordinality p (id, payload, effective_at, place)
         join duty d on d.id = p.id;
    if exists (select from unnest(v_after) with ordinality n join unnest(p_targets) with ordinality x (target, place)
               on x.place = n.ordinality where n.state <> x.target) then
        raise exception 'the entry says another state than the move' using errcode = 'check_violation';
    end if;
    perform duty_pass_many(v_before, v_after, v_effectives);

    update duty d set
        state = n.state, seq = d.seq + 1, last_at = x.at, last_leaf = x.leaf,
        paused_at = n.paused_at, pause_ground = n.pause_ground,
        holder_id = n.holder_id, holder_post_id = n.holder_post_id, body_id = n.body_id,
        accountable_post_id = n.accountable_post_id, deciding_post_id = n.deciding_post_id, basis = n.basis,
        issuer_post_id = n.issuer_post_id, assigner_id = n.assigner_id, assigner_post_id = n.assigner_post_id,
        submitter_id = n.submitter_id, submitter_post_id = n.submitter_post_id,
        due_rule = n.due_rule, due_start_at = n.due_start_at, due_proposed = n.due_proposed,
        first_due_at = n.first_due_at, current_due_at = n.current_due_at, due_provisional = n.due_provisional,
        step = n.step, step_due_at = n.step_due_at, step_lapsed = n.step_lapsed,
        issued_at = n.issued_at, completed_at = n.completed_at, closed_at = n.closed_at,
        wrong_person_returns = n.wrong_person_returns, settled = n.settled
    from unnest(v_after) with ordinality n
         join unnest(v_times, v_leaves) with ordinality x (at, leaf, place) on x.place = n.ordinality
    where d.id = n.id;
    insert into audience (duty_id, person_id, body_id, how, starts_at)
    select distinct v.id, (r ->> 'person')::bigint, (r ->> 'body')::bigint, r ->> 'how', v.effective_at
    from jsonb_array_elements(coalesce(p_audience, '[]')) r
         join unnest(p_duties, v_effectives) with ordinality v (id, effective_at, place) on v.place = (r ->> 'i')::int
    on conflict (duty_id, person_id, body_id, how) do update set ended_at = null
    where audience.ended_at is not null;
    return query select x.place::integer, 'made', x.entry_id, x.at
                 from unnest(v_entries, v_times) with ordinality x (entry_id, at, place);
end $$;
