-- One move, one round trip. The program has decided by the table of moves; the database keeps the promises.

-- Who may see a duty from now on: its holder, and the heads of his body and of those above it. When it is given to
-- another body the heads of the former one see it no longer; while it is decided or verified elsewhere they do.
create or replace function duty_seen(
    p_duty bigint, p_holder bigint, p_body bigint, p_state text, p_at timestamptz)
returns void language plpgsql as $$
declare
    above bigint[];
begin
    insert into audience (duty_id, person_id, how, starts_at) values (p_duty, p_holder, 'holder', p_at)
    on conflict (duty_id, person_id, body_id, how) do nothing;
    select array_agg(value::bigint) into above
    from body b, jsonb_array_elements_text(b.lineage) where b.id = p_body;
    if p_state = 'assigned' then
        update audience set ended_at = p_at
        where duty_id = p_duty and how = 'above' and ended_at is null and body_id <> all (above);
    end if;
    insert into audience (duty_id, body_id, how, starts_at)
    select p_duty, body_id, 'above', p_at from unnest(above) body_id
    on conflict (duty_id, person_id, body_id, how) do update set ended_at = null
    where audience.ended_at is not null;
end $$;

-- Further people and bodies: [{"person": id}|{"body": id}, "how": word].
create or replace function duty_tell(p_duty bigint, p_rows jsonb, p_at timestamptz)
returns void language sql as $$
    insert into audience (duty_id, person_id, body_id, how, starts_at)
    select distinct p_duty, (r ->> 'person')::bigint, (r ->> 'body')::bigint, r ->> 'how', p_at
    from jsonb_array_elements(p_rows) r
    on conflict (duty_id, person_id, body_id, how) do update set ended_at = null
    where audience.ended_at is not null;
$$;

-- p_version: the seq on which the program decided. p_payload is what the ledger keeps: "set" holds the columns that
-- change, "stamps" the columns that take the instant of the move; so the stored state is what the entries say.
-- outcome: made; changed (somebody moved it meanwhile: decide again); key (the idempotency key is taken);
-- children (a part of it is still open); absent.
create or replace function duty_move(
    p_duty bigint, p_version integer, p_verb text, p_target text, p_actor bigint, p_post bigint,
    p_effective timestamptz, p_ground text, p_payload jsonb, p_head bytea, p_tail bytea, p_fields jsonb, p_topic text,
    p_audience jsonb, p_files bigint[], p_purpose text, p_key text, p_digest bytea
) returns table (outcome text, entry_id bigint, at timestamptz)
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
    d duty;
    n duty;
    t timestamptz;
    e timestamptz;
    v_entry bigint;
    v_leaf bytea;
    v_stamps jsonb := p_payload -> 'stamps';
begin
    select * into d from duty where id = p_duty for no key update;
    if not found then
        outcome := 'absent'; return next; return;
    end if;
    if d.seq <> p_version then
        outcome := 'changed'; return next; return;
    end if;
    if p_verb = 'complete' then  -- asked apart: a query in a condition runs even where the first half says no
        if exists (select from duty c where c.parent_id = p_duty and c.state not in ('draft', 'closed', 'cancelled')) then
            outcome := 'children'; return next; return;
        end if;
    end if;
    if p_key is not null then
        insert into idempotency_key (person_id, key, digest) values (p_actor, p_key, p_digest) on conflict do nothing;
        if not found then
            outcome := 'key'; return next; return;
        end if;
    end if;
    -- the time is taken inside the lock and grows, even when the clock steps back
    t := greatest(congvu_now(), d.last_at + interval '1 microsecond');
    e := coalesce(p_effective, t);
    if e <= d.last_at or e > t then
        raise exception 'duty %: % lies outside (%, %]', p_duty, e, d.last_at, t using errcode = 'check_violation';
    end if;
    select a.entry_id, a.leaf_hash into v_entry, v_leaf
    from ledger_append('duties', 'duty', p_duty, d.seq + 1, p_verb, p_actor, p_post, t, e, p_ground, p_payload,
                       p_head, p_tail, p_fields, p_topic) a
    where exists (select from duty_transition x
                  where x.verb = p_verb and x.from_state = d.state and x.to_state = p_target);
    if v_entry is null then
        raise exception 'duty %: % from % to % is not in the table of moves', p_duty, p_verb, d.state, p_target
            using errcode = 'check_violation';
    end if;
    n := jsonb_populate_record(d, coalesce(p_payload -> 'set', '{}'));
    if v_stamps is not null then
        n := jsonb_populate_record(n, (select jsonb_object_agg(s, e) from jsonb_array_elements_text(v_stamps) s));
    end if;
    if n.state <> p_target then
        raise exception 'duty %: the entry says %, the move %', p_duty, n.state, p_target using errcode = 'check_violation';
    end if;

    if n.holder_id <> d.holder_id or n.holder_post_id <> d.holder_post_id then
        if not exists (select from appointment a where a.person_id = n.holder_id and a.post_id = n.holder_post_id
                       and a.starts_at <= e and (a.ends_at is null or a.ends_at > e)) then
            raise exception 'duty %: person % does not sit in post %', p_duty, n.holder_id, n.holder_post_id
                using errcode = 'foreign_key_violation';
        end if;
    end if;
    if p_target in ('closed', 'cancelled') then
        if d.closed_at is null then
            update holding set ended_at = e where duty_id = p_duty and ends_at = 'infinity';
        end if;
    elsif d.closed_at is not null then
        -- reopened: the time it was closed belongs to nobody, and the chain stays whole
        insert into holding (duty_id, starts_at, ended_at, previous_ends_at) values (p_duty, d.closed_at, e, d.closed_at);
        insert into holding (duty_id, person_id, post_id, starts_at, previous_ends_at)
        values (p_duty, n.holder_id, n.holder_post_id, e, e);
        perform duty_seen(p_duty, n.holder_id, n.body_id, n.state, e);
    elsif n.holder_id <> d.holder_id or n.holder_post_id <> d.holder_post_id then
        with ended as (
            update holding set ended_at = e where duty_id = p_duty and ends_at = 'infinity' returning duty_id
        )
        insert into holding (duty_id, person_id, post_id, starts_at, previous_ends_at)
        select duty_id, n.holder_id, n.holder_post_id, e, e from ended;
        if n.body_id <> d.body_id then
            perform duty_seen(p_duty, n.holder_id, n.body_id, n.state, e);
        else
            insert into audience (duty_id, person_id, how, starts_at) values (p_duty, n.holder_id, 'holder', e)
            on conflict (duty_id, person_id, body_id, how) do nothing;
        end if;
    end if;

    update duty set
        state = n.state, seq = d.seq + 1, last_at = t, last_leaf = v_leaf,
        paused_at = n.paused_at, pause_ground = n.pause_ground,
        holder_id = n.holder_id, holder_post_id = n.holder_post_id, body_id = n.body_id,
        accountable_post_id = n.accountable_post_id, deciding_post_id = n.deciding_post_id, basis = n.basis,
        assigner_id = n.assigner_id, assigner_post_id = n.assigner_post_id,
        submitter_id = n.submitter_id, submitter_post_id = n.submitter_post_id,
        due_rule = n.due_rule, due_start_at = n.due_start_at, due_proposed = n.due_proposed,
        current_due_at = n.current_due_at, due_provisional = n.due_provisional,
        step = n.step, step_due_at = n.step_due_at, step_lapsed = n.step_lapsed,
        completed_at = n.completed_at, closed_at = n.closed_at,
        wrong_person_returns = n.wrong_person_returns, settled = n.settled
    where id = p_duty;

    if p_audience is not null then
        perform duty_tell(p_duty, p_audience, e);
    end if;
    if p_files is not null then
        insert into duty_product (duty_id, entry_id, file_id, purpose) select p_duty, v_entry, f, p_purpose from unnest(p_files) f;
    end if;
    if p_key is not null then
        update idempotency_key k set entry_id = v_entry where k.person_id = p_actor and k.key = p_key;
    end if;
    outcome := 'made'; entry_id := v_entry; at := t;
    return next;
end $$;
