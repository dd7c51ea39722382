-- A figure that was reported stands: a correction is a new row. The ledger proves it, and the program may not try.
do $$
begin
    if exists (select from pg_roles where rolname = 'congvu_app') then
        revoke update, delete, truncate on figure from congvu_app;
    end if;
end $$;
