-- A published calendar is never rewritten: it is corrected by a further version. Only how far the limits have been
-- counted anew may still grow. Re-runnable; applied as the owner.
create or replace function calendar_version_keep() returns trigger language plpgsql as $$
begin
    raise exception 'calendar version %: what was published stays', old.id using errcode = 'restrict_violation';
end $$;
create or replace trigger calendar_version_keep before delete on calendar_version for each row
    when (old.number is not null) execute function calendar_version_keep();
alter table calendar_version enable always trigger calendar_version_keep;
create or replace trigger calendar_version_keep_words before update on calendar_version for each row
    when (old.number is not null and
          (new.number, new.title, new.instrument, new.days, new.announces, new.undoes_id, new.published_by_id,
           new.published_at) is distinct from
          (old.number, old.title, old.instrument, old.days, old.announces, old.undoes_id, old.published_by_id,
           old.published_at))
    execute function calendar_version_keep();
alter table calendar_version enable always trigger calendar_version_keep_words;
revoke truncate on calendar_version from congvu_app;
