-- What follows a body that is merged or divided, besides the open duties themselves: who sees what, who helps, drafts.
-- Set-based, in portions, and nothing twice; p_from and p_to are pairs of old and new.

-- Whoever handles the new body sees what those of the old one saw, closed duties too. Returns the last row looked at,
-- null when there is none left.
create or replace function duty_follow(p_from bigint[], p_to bigint[], p_after bigint, p_most integer)
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_last bigint;
begin
    with part as materialized (
        select a.id, a.duty_id, a.how, x.new from audience a
        join unnest(p_from, p_to) x (old, new) on x.old = a.body_id
        where a.ended_at is null and a.id > p_after order by a.id limit p_most
    ), told as (
        insert into audience (duty_id, body_id, how, starts_at)
        select duty_id, new, how, congvu_now() from part
        on conflict (duty_id, person_id, body_id, how) do update set ended_at = null
        where audience.ended_at is not null
    )
    select max(id) into v_last from part;
    return v_last;
end $$;

-- Coordinators of what is open, and drafts: a draft is no entry of the ledger before it is issued.
create or replace function duty_redirect(p_from bigint[], p_to bigint[], p_posts bigint[], p_new_posts bigint[])
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_count bigint;
begin
    insert into coordinator (duty_id, body_id)
    select c.duty_id, x.new from coordinator c join unnest(p_from, p_to) x (old, new) on x.old = c.body_id
         join duty d on d.id = c.duty_id
    where d.state not in ('closed', 'cancelled')
    on conflict do nothing;
    with map as (select old, new, p.body_id from unnest(p_posts, p_new_posts) x (old, new) join post p on p.id = x.new)
    update duty d set
        holder_post_id = coalesce(h.new, d.holder_post_id), body_id = coalesce(h.body_id, d.body_id),
        accountable_post_id = coalesce(a.new, d.accountable_post_id),
        deciding_post_id = coalesce(c.new, d.deciding_post_id), issuer_post_id = coalesce(i.new, d.issuer_post_id),
        assigner_post_id = coalesce(g.new, d.assigner_post_id)
    from duty o left join map h on h.old = o.holder_post_id left join map a on a.old = o.accountable_post_id
         left join map c on c.old = o.deciding_post_id left join map i on i.old = o.issuer_post_id
         left join map g on g.old = o.assigner_post_id
    where d.id = o.id and o.state = 'draft' and coalesce(h.new, a.new, c.new, i.new, g.new) is not null;
    get diagnostics v_count = row_count;
    return v_count;
end $$;
