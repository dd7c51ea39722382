-- The tree: one province, a department for five units, ten officials and a head in each unit. Ids say the place:
-- body 1, 10 + department, 100000 + unit; person and post 1, 10 + department, 100000 + unit, 1000000 + official.
insert into installation (id, name, level, origin, demonstration, jurisdiction, created_at)
values (1, 'Bench', 'province', 'demo/bench', true, 'vn', now()) on conflict do nothing;

create temporary table seat as
select 1::bigint as id, 1::bigint as body, null::bigint as above, 'Ủy ban nhân dân tỉnh' as name, 'ubnd_tinh' as kind,
       'Chủ tịch' as title, 'leader' as role, 1 as place
union all
select 10 + s, 10 + s, 1, 'Sở ' || s, 'so', 'Giám đốc Sở', 'head', 1 from generate_series(0, (:officials - 1) / 50) s
union all
select 100000 + u, 100000 + u, 10 + u / 5, 'Phòng ' || u, 'phong', 'Trưởng phòng', 'head', 1
from generate_series(0, (:officials - 1) / 10) u
union all
select 1000000 + o, 100000 + o / 10, null, null, null, 'Chuyên viên', 'official', 10 + o % 10
from generate_series(0, :officials - 1) o;

insert into body (id, code, name, short_name, symbol, branch, level, kind, parent_id, valid_from, instrument,
                  name_fold, sort_key, lineage)
select body, 'b' || body, name, '', '', 'state', 'province', kind, above, '2025-07-01', '', vn_fold(name), vn_fold(name),
       case when above is null then jsonb_build_array(1) when above = 1 then jsonb_build_array(1, body)
            else jsonb_build_array(1, above, body) end
from seat where name is not null;
insert into person (id, password, username, full_name, courtesy, email, is_active, is_administrator, name_fold, sort_key)
select id, '!', 'p' || id, 'Nguyễn Văn ' || id, 'ông', '', true, false, 'nguyen van ' || id, id::text from seat;
insert into post (id, body_id, title, role, "order", valid_from)
select id, body, title, role, place, '2025-07-01' from seat;
insert into appointment (person_id, post_id, kind, starts_at, instrument)
select id, id, 'chính thức', '2025-07-01T00:00:00Z', '' from seat;
drop table seat;
