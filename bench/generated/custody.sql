-- The stored state of the duties just told, their custody and who may see them.
insert into duty (id, state, pause_ground, seq, last_at, last_leaf, title, requirement, product_kind, product,
                  demand_kind, holder_id, holder_post_id, body_id, accountable_post_id, deciding_post_id, basis,
                  issuer_post_id, assigner_id, assigner_post_id, submitter_id, submitter_post_id, due_rule, due_start_at,
                  due_proposed, first_due_at, current_due_at, due_provisional, step, step_due_at, step_lapsed, issued_at,
                  completed_at, closed_at, prepared_by_id, origin_kind, origin_key, wrong_person_returns, settled, matter,
                  created_at)
select g.id, t.target, '', t.seq, t.at, l.leaf_hash, 'Rà soát hồ sơ đất đai số ' || g.id, '', 'bao_cao', '', 'task',
       case when closed then g.head else g.official end, case when closed then g.head else g.official end, g.head,
       g.head, g.head, 'Quy chế làm việc', g.head, g.head, g.head, case when closed then g.official end,
       case when closed then g.official end, '{"kind": "working_days", "amount": 14}', g.at, false,
       g.at + interval '20 days', g.at + interval '20 days', false, case when g.kind = 'new' then 'accept' else '' end,
       case when g.kind = 'new' then g.at + interval '1 day' end, false, g.at,
       case when closed then g.at + interval '5 days' end, case when closed then g.at + interval '6 days' end, g.head,
       '', '', 0, false, '', g.at
from given g, lateral (select g.kind = 'closed' as closed) k,
     lateral (select * from told where told.id = g.id order by seq desc limit 1) t
     join leaves l on l.id = t.id and l.seq = t.seq
order by g.id;
insert into duty_text (duty_id, fold) select id, vn_fold('Rà soát hồ sơ đất đai số ' || id) from given;

insert into holding (duty_id, person_id, post_id, starts_at, ended_at, previous_ends_at)
select id, official, official, at, case when kind = 'closed' then at + interval '5 days' end, null from given
union all
select id, head, head, at + interval '5 days', at + interval '6 days', at + interval '5 days' from given where kind = 'closed';

insert into audience (duty_id, person_id, body_id, how, starts_at)
select g.id, a.person, a.body, a.how, g.at
from given g, lateral (values
    (g.official, null::bigint, 'holder'), (g.head, null, 'issuer'), (g.head, null, 'preparer'), (null, g.head, 'above'),
    (null, g.department, 'above'), (null, 1::bigint, 'above'), (null, g.head, 'issuer'), (null, g.head, 'accountable'),
    (null, g.head, 'decider')
) a (person, body, how)
union all
select id, head, null, 'holder', at + interval '5 days' from given where kind = 'closed';

drop table given, told, words, committed, leaves;
