-- A promise is never made otherwise afterwards: a further row says so. Only that he was told is noted, once.
-- Re-runnable; applied as the owner.
create or replace function duty_promise_keep() returns trigger language plpgsql as $$
begin
    raise exception 'promise %: what was promised stays', old.id using errcode = 'restrict_violation';
end $$;
create or replace trigger duty_promise_keep before delete on duty_promise
    for each row execute function duty_promise_keep();
alter table duty_promise enable always trigger duty_promise_keep;
create or replace trigger duty_promise_keep_day before update on duty_promise for each row
    when (old.told_at is not null or (new.duty_id, new.promised_at, new.to_whom, new.cause, new.made_at)
          is distinct from (old.duty_id, old.promised_at, old.to_whom, old.cause, old.made_at))
    execute function duty_promise_keep();
alter table duty_promise enable always trigger duty_promise_keep_day;
revoke delete, truncate on duty_promise from congvu_app;
