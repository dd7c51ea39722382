-- The clock and the fold that every room uses. Re-runnable; applied as the owner.

-- The moment now. Only a database created as a demonstration takes its clock from the session (design.md §2, "Time").
create or replace function congvu_now() returns timestamptz
language plpgsql volatile parallel restricted as $$
declare
    simulated text := current_setting('congvu.simulated_now', true);
begin
    if coalesce(simulated, '') = '' then
        return clock_timestamp();
    end if;
    if exists (select 1 from installation where demonstration) then
        return simulated::timestamptz;
    end if;
    return clock_timestamp();
end $$;

-- Lower case without tone marks, the same as congvu.kit.vietnamese.fold (a test compares them).
create or replace function vn_fold(t text) returns text
language sql immutable strict parallel safe as $$
    select translate(regexp_replace(lower(normalize(t, NFD)), '[\u0300-\u036f]', '', 'g'), 'đðɖ', 'ddd')
$$;

-- Whether a matter of the authority matrix (its folded words) is what a text is about: the words stand whole in it.
create or replace function authority_covers(line_fold text, matter text) returns boolean
language sql immutable strict parallel safe as $$
    select line_fold <> '' and strpos(
        ' ' || regexp_replace(vn_fold(matter), '[^a-z0-9]+', ' ', 'g') || ' ', ' ' || line_fold || ' ') > 0
$$;
