-- Duties :first to :last. One in five is open (half of them wait for acceptance); the others went the whole way:
-- given by the head of the unit, accepted, handed in, verified by the head.
create temporary table given as
select d as id, 1000000 + o as official, 100000 + o / 10 as head, 10 + o / 50 as department, kind,
       case kind when 'new' then now() - interval '1 hour' when 'open' then now() - interval '1 day' * (1 + d % 25)
                 else now() - interval '1 day' * (40 + d % 400) end - interval '1 microsecond' * (d % 1000000) as at
from generate_series(:first::bigint, :last::bigint) d,
     lateral (select d * 7919 % :officials as o,
                     case when d % 10 = 0 then 'new' when d % 5 = 0 then 'open' else 'closed' end as kind) x;

-- Each entry of each of them: number, instant, verb, actor, states, payload in canonical JSON.
create temporary table told as
select g.id, e.*, g.id || '/' || e.seq as key
from given g, lateral (
    select ledger_instant(g.at) as at_text, ledger_instant(g.at + interval '20 days') as due_text,
           ledger_instant(g.at + interval '1 day') as day_text, ledger_instant(g.at + interval '8 days') as late_text
) t, lateral (values
    (1, g.at, 'assign', g.head, 'issuer', 'draft', 'assigned',
     '{"born":{"consulted_by_id":null,"demand_kind":"task","document_id":null,"matter":"","origin_key":"",'
     || '"origin_kind":"","parent_id":null,"product_kind":"bao_cao"},"set":{"accountable_post_id":' || g.head
     || ',"assigner_id":' || g.head || ',"assigner_post_id":' || g.head || ',"basis":"Quy chế làm việc","body_id":' || g.head
     || ',"current_due_at":"' || t.due_text || '","deciding_post_id":' || g.head
     || ',"due_provisional":false,"due_rule":{"amount":14,"kind":"working_days"},"due_start_at":"' || t.at_text
     || '","first_due_at":"' || t.due_text || '","holder_id":' || g.official || ',"holder_post_id":' || g.official
     || ',"issuer_post_id":' || g.head || ',"state":"assigned","step":"accept","step_due_at":"' || t.day_text
     || '"},"stamps":["issued_at"]}'),
    (2, g.at + interval '1 hour', 'accept', g.official, 'holder', 'assigned', 'in_hand',
     '{"set":{"state":"in_hand","step":"","step_due_at":null}}'),
    (3, g.at + interval '5 days', 'complete', g.official, 'holder', 'in_hand', 'handed_in',
     '{"set":{"body_id":' || g.head || ',"holder_id":' || g.head || ',"holder_post_id":' || g.head
     || ',"state":"handed_in","step":"verify","step_due_at":"' || t.late_text || '","submitter_id":' || g.official
     || ',"submitter_post_id":' || g.official || '},"stamps":["completed_at"]}'),
    (4, g.at + interval '6 days', 'verify', g.head, 'holder', 'handed_in', 'closed',
     '{"set":{"state":"closed","step":"","step_due_at":null},"stamps":["closed_at"]}')
) e (seq, at, verb, actor, authority, source, target, payload)
where e.seq <= case g.kind when 'new' then 1 when 'open' then 2 else 4 end;

-- Words with their commitments: the title with the first entry, the product with the third.
create temporary table words as
select key, name, value, substring(sha256(convert_to('salt' || key, 'UTF8')) for 16) as salt
from told, lateral (values (1, 'title', 'Rà soát hồ sơ đất đai số ' || id), (3, 'product', 'Báo cáo ' || id || '/BC')) w (at, name, value)
where seq = w.at;
create temporary table committed as
select key, '["' || name || '","' || encode(sha256(
    convert_to('congvu/field/1' || name, 'UTF8') || '\x00'::bytea || salt || convert_to(value, 'UTF8')), 'hex') || '"]' as text
from words;
create index on committed (key);

create temporary table leaves (id bigint, seq int, entry_id bigint, leaf bytea, leaf_hash bytea, primary key (id, seq));
create index on told (id, seq);
create index on told (key);
create index on words (key);
analyze given, told, words, committed;
do $$
begin
    for n in 1 .. 4 loop
        insert into leaves
        select l.id, n, nextval('entry_id_seq'), l.leaf, sha256('\x00'::bytea || l.leaf)
        from (
            select t.id, convert_to(
                '{"at":"' || ledger_instant(t.at) || '","authority":"' || t.authority || '","commitments":['
                || coalesce(c.text, '') || '],"files":[],"from":"' || t.source || '","ground":"","payload":' || t.payload
                || ',"person":' || t.actor || ',"post":' || t.actor || ',"previous":"'
                || coalesce(encode(p.leaf_hash, 'hex'), '') || '","seq":' || n || ',"subject":"duties/duty/' || t.id
                || '","to":"' || t.target || '","v":1,"verb":"' || t.verb || '"}', 'UTF8') as leaf
            from told t left join leaves p on p.id = t.id and p.seq = n - 1 left join committed c on c.key = t.key
            where t.seq = n order by t.id
        ) l;
    end loop;
end $$;

analyze leaves;
insert into entry (id, room, subject, subject_id, seq, verb, actor_id, post_id, recorded_at, effective_at, ground,
                   payload, leaf, leaf_hash)
select l.entry_id, 'duties', 'duty', t.id, t.seq, t.verb, t.actor, t.actor, t.at, t.at, '', t.payload::jsonb, l.leaf, l.leaf_hash
from told t join leaves l using (id, seq) order by l.entry_id;
insert into unsealed (entry_id, leaf_hash) select entry_id, leaf_hash from leaves order by entry_id;
insert into entry_field (entry_id, name, salt, value)
select l.entry_id, w.name, w.salt, w.value from words w join told t using (key) join leaves l using (id, seq);
