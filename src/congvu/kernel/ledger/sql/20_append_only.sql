-- The past is only added to: refused are UPDATE, DELETE and TRUNCATE to every role, the owner and a session that
-- plays replica included (ENABLE ALWAYS). Whoever may drop a trigger can still change a row: seals find that.

create or replace function ledger_refuse() returns trigger
language plpgsql as $$
begin
    raise exception 'Sổ cái chỉ được ghi thêm: % trên bảng % bị từ chối.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

-- The only change ever allowed: a field's salt and text are emptied, and an entry says by which instrument.
create or replace function ledger_only_erasure() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.id = old.id and new.entry_id = old.entry_id and new.name = old.name
       and old.erased_in_id is null and new.value = '' and new.salt = ''::bytea
       and exists (select 1 from entry e
                   where e.id = new.erased_in_id and e.room = 'ledger' and e.subject = 'entry' and e.verb = 'erase'
                     and e.subject_id = new.entry_id and e.payload ->> 'name' = new.name) then
        return new;
    end if;
    raise exception 'Nội dung của một dòng sổ cái chỉ có thể xóa theo văn bản, không thể sửa.'
        using errcode = 'insufficient_privilege';
end $$;

do $$
declare
    kept text;
begin
    foreach kept in array array['entry', 'sealed_leaf', 'tree_node', 'tree_head', 'ledger_log', 'entry_field'] loop
        execute format('create or replace trigger kept_whole before truncate on %I
                        for each statement execute function ledger_refuse()', kept);
        execute format('alter table %I enable always trigger kept_whole', kept);
        execute format('create or replace trigger kept before %s on %I for each row execute function ledger_refuse()',
                       case kept when 'entry_field' then 'delete' else 'update or delete' end, kept);
        execute format('alter table %I enable always trigger kept', kept);
        execute format('revoke update, delete, truncate on %I from congvu_app', kept);
    end loop;
end $$;

create or replace trigger only_erasure before update on entry_field
    for each row execute function ledger_only_erasure();
alter table entry_field enable always trigger only_erasure;

-- Runs as the owner, because the program itself may change no field.
create or replace function ledger_erase(entry bigint, field text, erased_in bigint) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    update entry_field set value = '', salt = '', erased_in_id = ledger_erase.erased_in
    where entry_id = ledger_erase.entry and name = ledger_erase.field and erased_in_id is null
    returning true
$$;
revoke all on function ledger_erase(bigint, text, bigint) from public;
grant execute on function ledger_erase(bigint, text, bigint) to congvu_app;

revoke update, truncate on unsealed, outbox from congvu_app;

-- A leaf and its hash belong together from the first instant.
do $$
begin
    if not exists (select 1 from pg_constraint where conname = 'entry_leaf_hash') then
        alter table entry add constraint entry_leaf_hash check (leaf_hash = sha256('\x00'::bytea || leaf));
    end if;
end $$;
