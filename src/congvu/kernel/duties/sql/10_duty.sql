-- The duty's own promises that no migration can say. Re-runnable; applied as the owner.

create sequence if not exists duty_id_seq as bigint;

-- Empty in a draft, 'infinity' while somebody must hold it, the instant of closing afterwards.
alter table duty add column if not exists held_until timestamptz generated always as (
    case when state = 'draft' then null when closed_at is not null then closed_at else 'infinity'::timestamptz end
) stored;

-- The first limit is what was promised: it is set once and never changes.
create or replace function duty_keep_first_due() returns trigger language plpgsql as $$
begin
    raise exception 'duty %: first_due_at never changes', old.id using errcode = 'restrict_violation';
end $$;
create or replace trigger duty_keep_first_due before update of first_due_at on duty for each row
    when (old.first_due_at is not null and old.first_due_at is distinct from new.first_due_at)
    execute function duty_keep_first_due();
alter table duty enable always trigger duty_keep_first_due;

-- What was once issued is never deleted, nor made a draft again.
create or replace function duty_keep() returns trigger language plpgsql as $$
begin
    raise exception 'duty %: an issued duty stays', old.id using errcode = 'restrict_violation';
end $$;
create or replace trigger duty_keep before delete on duty for each row
    when (old.state <> 'draft') execute function duty_keep();
alter table duty enable always trigger duty_keep;
create or replace trigger duty_keep_issued before update of state on duty for each row
    when (old.state <> 'draft' and new.state = 'draft') execute function duty_keep();
alter table duty enable always trigger duty_keep_issued;

-- Words of a duty; the index needs no contrib module.
create index if not exists duty_text_words on duty_text using gin (to_tsvector('simple', fold));
