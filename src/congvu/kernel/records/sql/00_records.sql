-- Search by words without tone marks; core PostgreSQL only, no contrib.
create index if not exists document_search on document using gin (to_tsvector('simple', search_fold));

-- A register is a book: a number once given stays, with its document and its moment.
create or replace function register_entry_stays() returns trigger language plpgsql as $$
begin
    raise exception 'register entries are never changed or deleted' using errcode = 'restrict_violation';
end $$;
drop trigger if exists register_entry_stays on register_entry;
create trigger register_entry_stays before update or delete on register_entry
    for each row execute function register_entry_stays();
drop trigger if exists register_entry_not_emptied on register_entry;
create trigger register_entry_not_emptied before truncate on register_entry
    for each statement execute function register_entry_stays();
alter table register_entry enable always trigger register_entry_stays;
alter table register_entry enable always trigger register_entry_not_emptied;
revoke update, delete, truncate on register_entry from congvu_app;

-- The text of a document is never changed: what people decided on stays what they decided on.
create or replace function document_text_stays() returns trigger language plpgsql as $$
begin
    if new.text is distinct from old.text or new.text_sha256 is distinct from old.text_sha256 then
        raise exception 'the text of a document is never changed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
drop trigger if exists document_text_stays on document;
create trigger document_text_stays before update on document for each row execute function document_text_stays();
alter table document enable always trigger document_text_stays;
revoke delete, truncate on document, stored_file, document_link, register_counter from congvu_app;
