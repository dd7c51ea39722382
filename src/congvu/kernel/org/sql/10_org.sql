-- People and bodies by the words of their names; core PostgreSQL only.
create index if not exists person_search on person using gin (to_tsvector('simple', name_fold));
create index if not exists body_search on body using gin (to_tsvector('simple', name_fold));
create index if not exists body_lineage on body using gin (lineage);
create index if not exists appointment_of_person on appointment (person_id, starts_at);
create index if not exists delegation_to on delegation (to_person_id, ends_on);
create index if not exists mandate_of_person on mandate (person_id);

-- Nothing of the organisation is deleted: it ends on a day.
revoke delete, truncate on body, person, post, appointment, succession, authority_line, delegation, mandate,
    installation from congvu_app;
revoke update on installation from congvu_app;
revoke delete, truncate on absence, absence_reason, post_succession, reorganisation from congvu_app;
revoke update on absence_reason, post_succession from congvu_app;
revoke update, delete, truncate on local_rule from congvu_app;
