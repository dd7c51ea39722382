-- What somebody was told stays as it was told; only how its mail went may still be noted.
create or replace function notice_keep() returns trigger language plpgsql as $$
begin
    raise exception 'notice %: what was told stays', old.id using errcode = 'restrict_violation';
end $$;
create or replace trigger notice_keep_words before update on notice for each row
    when ((new.person_id, new.kind, new.key, new.title, new.lines, new.made_at) is distinct from
          (old.person_id, old.kind, old.key, old.title, old.lines, old.made_at))
    execute function notice_keep();
alter table notice enable always trigger notice_keep_words;
revoke truncate on notice, notice_preference, digest_run from congvu_app;
