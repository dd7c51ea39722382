-- Custody by keys alone: one named person at every instant from issue to closing (design.md §2).
--
--   previous_ends_at = starts_at                       (check holding_follows, in the migration)
--   (duty, previous_ends_at) -> (duty, ends_at)        each hold begins when another ended
--   primary key (duty, starts_at)                      two never follow the same one
--   unique (duty) where previous_ends_at is null       one is the first
--   unique (duty, ends_at)                             one is open ('infinity'); no two end together
--   duty (id, held_until) -> (duty, ends_at)           an issued duty is held; a closed one was held until then
--
-- So a gap, an overlap, an issued duty without a holder and a shortened past are refused whoever writes.

alter table holding add column if not exists ends_at timestamptz
    generated always as (coalesce(ended_at, 'infinity'::timestamptz)) stored;

do $$
begin
    if not exists (select from pg_constraint where conname = 'holding_ends_once') then
        alter table holding add constraint holding_ends_once unique (duty_id, ends_at);
    end if;
    if not exists (select from pg_constraint where conname = 'holding_has_no_gap') then
        alter table holding add constraint holding_has_no_gap foreign key (duty_id, previous_ends_at)
            references holding (duty_id, ends_at) deferrable initially deferred;
    end if;
    if not exists (select from pg_constraint where conname = 'duty_is_held') then
        alter table duty add constraint duty_is_held foreign key (id, held_until)
            references holding (duty_id, ends_at) deferrable initially deferred;
    end if;
end $$;

-- The second wall says the same in one readable line, for every hold that has ended (the keys see to the open one; a
-- GiST entry for it, too, would double the price of a hand-over). Where btree_gist may not be had, int8range says it.
do $$
declare
    said text := 'int8range(duty_id, duty_id, ''[]'') with &&';
begin
    if exists (select from pg_constraint where conname = 'one_holder_at_any_instant') then
        return;
    end if;
    begin
        create extension if not exists btree_gist;
        said := 'duty_id with =';
    exception when others then
        raise notice 'btree_gist: %', sqlerrm;
    end;
    execute format('alter table holding add constraint one_holder_at_any_instant
                    exclude using gist (%s, tstzrange(starts_at, ended_at) with &&) where (ended_at is not null)', said);
end $$;

-- The past of custody is written once: only an open hold may end, and nothing is deleted.
create or replace function holding_keep() returns trigger language plpgsql as $$
begin
    raise exception 'holding of duty %: the past of custody stays', old.duty_id using errcode = 'restrict_violation';
end $$;
create or replace trigger holding_keep_row before delete on holding for each row execute function holding_keep();
alter table holding enable always trigger holding_keep_row;
create or replace trigger holding_keep_past before update on holding for each row
    when (old.ended_at is not null or old.duty_id <> new.duty_id or old.starts_at <> new.starts_at
          or old.person_id is distinct from new.person_id or old.post_id is distinct from new.post_id)
    execute function holding_keep();
alter table holding enable always trigger holding_keep_past;

create or replace function refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'table % is never emptied', tg_table_name using errcode = 'restrict_violation';
end $$;
create or replace trigger holding_keep_table before truncate on holding execute function refuse_truncate();
alter table holding enable always trigger holding_keep_table;
create or replace trigger duty_keep_table before truncate on duty execute function refuse_truncate();
alter table duty enable always trigger duty_keep_table;

-- Whoever is named in the past stays, so that no entry and no hold ever points at nobody.
create or replace function named_stays() returns trigger language plpgsql as $$
begin
    raise exception '% %: whoever is named in the past stays', tg_table_name, old.id using errcode = 'restrict_violation';
end $$;
do $$
declare
    named text;
begin
    foreach named in array array['person', 'post', 'body'] loop
        execute format('create or replace trigger named_stays before delete on %I
                        for each row execute function named_stays()', named);
        execute format('alter table %I enable always trigger named_stays', named);
        execute format('create or replace trigger named_keeps_id before update of id on %I
                        for each row when (old.id <> new.id) execute function named_stays()', named);
        execute format('alter table %I enable always trigger named_keeps_id', named);
    end loop;
end $$;
