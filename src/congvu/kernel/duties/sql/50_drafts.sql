-- Drafts: prepared and changed freely, held by nobody. Issuing is a move.

create or replace function duty_draft_many(p_rows jsonb, p_by bigint) returns bigint[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ids bigint[];
begin
    select array_agg(nextval('duty_id_seq')) into ids from jsonb_array_elements(p_rows);
    insert into duty (id, state, seq, title, requirement, product_kind, product, demand_kind, holder_id,
                      holder_post_id, body_id, accountable_post_id, deciding_post_id, basis, issuer_post_id, due_rule,
                      due_start_at, document_id, parent_id, consulted_by_id, prepared_by_id, origin_kind, origin_key, matter,
                      pause_ground, due_proposed, due_provisional, step, step_lapsed, wrong_person_returns, settled,
                      created_at)
    select ids[r.ordinality], 'draft', 0, n.title, n.requirement, n.product_kind, n.product, n.demand_kind,
           n.holder_id, n.holder_post_id, p.body_id, n.accountable_post_id, n.deciding_post_id, n.basis,
           n.issuer_post_id, n.due_rule, n.due_start_at, n.document_id, n.parent_id, n.consulted_by_id, p_by,
           n.origin_kind, n.origin_key, n.matter, '', false, false, '', false, 0, false, congvu_now()
    from jsonb_array_elements(p_rows) with ordinality r, lateral jsonb_populate_record(null::duty, r.value) n
         left join post p on p.id = n.holder_post_id;
    insert into duty_text (duty_id, fold)
    select d.id, vn_fold(d.title || ' ' || d.requirement || ' ' || d.product) from duty d where d.id = any (ids);
    insert into coordinator (duty_id, body_id)
    select ids[r.ordinality], c::bigint
    from jsonb_array_elements(p_rows) with ordinality r, jsonb_array_elements_text(r.value -> 'coordinators') c
    on conflict do nothing;
    insert into audience (duty_id, person_id, how, starts_at)
    select id, p_by, 'preparer', congvu_now() from unnest(ids) id where p_by is not null;  -- the clock sees nothing
    insert into audience (duty_id, body_id, how, starts_at)
    select d.id, p.body_id, 'issuer', congvu_now()
    from duty d join post p on p.id = d.issuer_post_id where d.id = any (ids);
    return ids;
end $$;

-- p_set: columns of the draft; p_coordinators null leaves them. False when it is no draft any more.
create or replace function duty_edit_draft(p_duty bigint, p_set jsonb, p_coordinators bigint[]) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    d duty;
    n duty;
begin
    select * into d from duty where id = p_duty and state = 'draft' for no key update;
    if not found then
        return false;
    end if;
    n := jsonb_populate_record(d, p_set);
    update duty set title = n.title, requirement = n.requirement,
        product_kind = n.product_kind, product = n.product, demand_kind = n.demand_kind, holder_id = n.holder_id,
        holder_post_id = n.holder_post_id, body_id = (select body_id from post where id = n.holder_post_id),
        accountable_post_id = n.accountable_post_id, deciding_post_id = n.deciding_post_id, basis = n.basis,
        issuer_post_id = n.issuer_post_id, due_rule = n.due_rule, due_start_at = n.due_start_at,
        document_id = n.document_id, matter = n.matter, step = n.step, step_due_at = n.step_due_at,
        assigner_id = n.assigner_id, assigner_post_id = n.assigner_post_id
    where id = p_duty;
    update duty_text set fold = vn_fold(n.title || ' ' || n.requirement || ' ' || n.product) where duty_id = p_duty;
    if p_coordinators is not null then
        delete from coordinator where duty_id = p_duty and body_id <> all (p_coordinators);
        insert into coordinator (duty_id, body_id) select p_duty, c from unnest(p_coordinators) c on conflict do nothing;
    end if;
    insert into audience (duty_id, body_id, how, starts_at)
    select p_duty, p.body_id, 'issuer', congvu_now() from post p where p.id = n.issuer_post_id
    on conflict do nothing;
    if n.step = 'propose_limit' then
        -- approved but for the limit: the head of the receiving body is asked for it
        insert into audience (duty_id, body_id, how, starts_at)
        select p_duty, p.body_id, 'addressee', congvu_now() from post p where p.id = n.holder_post_id
        on conflict do nothing;
    end if;
    return true;
end $$;

-- A draft nobody needs goes away without trace.
create or replace function duty_drop_draft(p_duty bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from duty where id = p_duty and state = 'draft' for update;
    if not found then
        return false;
    end if;
    delete from coordinator where duty_id = p_duty;
    delete from audience where duty_id = p_duty;
    delete from duty_text where duty_id = p_duty;
    delete from duty where id = p_duty;
    return true;
end $$;
