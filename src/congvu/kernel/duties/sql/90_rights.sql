-- The program writes duties through the functions above alone; they run with the rights of the owner.
do $$
declare
    f regprocedure;
begin
    if exists (select from pg_roles where rolname = 'congvu_app') then
        revoke insert, update, delete, truncate on duty, duty_text, holding, audience, coordinator, duty_product, duty_transition
            from congvu_app;
        revoke usage on sequence duty_id_seq from congvu_app;
        revoke update, delete, truncate on duty_read from congvu_app;
        revoke update, delete, truncate on outage from congvu_app;
        revoke insert, update, delete, truncate on refusal_count from congvu_app;
        for f in select p.oid::regprocedure from pg_proc p
                 where p.proname in ('duty_move', 'duty_move_many', 'duty_draft_many', 'duty_edit_draft',
                                     'duty_drop_draft', 'duty_follow', 'duty_redirect',
                                     'duty_count_refusal') loop
            execute format('revoke all on function %s from public', f);
            execute format('grant execute on function %s to congvu_app', f);
        end loop;
    end if;
end $$;
