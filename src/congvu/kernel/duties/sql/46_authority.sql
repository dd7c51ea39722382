-- What shows how authority is used: decisions and what was put up for one, by time; and refusals, counted by day.
create index if not exists entry_of_authority on entry (recorded_at)
    where room = 'duties' and verb in ('submit', 'decide');

-- Counts one refusal where the duty's deciding authority was at stake.
create or replace function duty_count_refusal(p_duty bigint, p_kind text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into refusal_count (day, post_id, line_id, kind, count)
    select (congvu_now() at time zone 'Asia/Ho_Chi_Minh')::date, d.deciding_post_id,
           (select l.id from authority_line l
            where l.deciding_post_id = d.deciding_post_id and authority_covers(l.matter_fold, d.matter)
              and (l.valid_to is null or l.valid_to >= (congvu_now() at time zone 'Asia/Ho_Chi_Minh')::date)
            order by length(l.matter_fold) desc, l.id desc limit 1),
           p_kind, 1
    from duty d where d.id = p_duty and d.deciding_post_id is not null
    on conflict (day, post_id, line_id, kind) do update set count = refusal_count.count + 1;
$$;
