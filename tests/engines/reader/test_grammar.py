"""General constructions by the hundred: names, openings, lead-ins, what stands before a verb, what is no demand.

The lists were written from general knowledge of official prose before it was seen how the reader does on them. Floors
leave room for a handful that are known to fail; a change that breaks a construction falls far below them.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from congvu.engines.reader import Demand, read

LISTS = Path(__file__).parent / "lists"
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH BẮC SƠN\n\nSố: 1/CT-UBND\n\nBắc Sơn, ngày 01 tháng 5 năm 2025\n\nCHỈ THỊ\n\nVề việc thử\n\n"
)
ORDERS = "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n\n"
NEXT = "Sở Du lịch lập danh mục."


def lines(name: str) -> list[str]:
    return [line for line in (LISTS / f"{name}.txt").read_text("utf-8").split("\n") if line]


def demands(text: str) -> list[Demand]:
    return [d for d in read(text).demands if "lập danh mục" not in text[d.start : d.end]]


def named(demand: Demand) -> list[str]:
    return [name.text.lower() for name in demand.assignees]


def words(names: list[str]) -> list[str]:
    return " ".join(names).replace(",", " ").replace(" và ", " ").lower().split()


def first_upper(text: str) -> str:
    return text[0].upper() + text[1:]


FRAMES = {
    "heading": "{N}\n\na) Xây dựng kế hoạch kiểm tra.\n\nb) Báo cáo kết quả hằng tháng.",
    "heading with a colon": "{N}:\n\n- Xây dựng kế hoạch kiểm tra.\n\n- Báo cáo kết quả hằng tháng.",
    "leads": "{N} chủ trì, phối hợp với Sở Du lịch xây dựng kế hoạch.",
    "is given": "Giao {n} tham mưu ban hành kế hoạch.",
    "is asked": "Yêu cầu {n} nghiêm túc thực hiện.",
    "after a time": "Trong quý IV/2025, {n} hoàn thành việc rà soát.",
    "with an unknown verb": "{N} sốt sắng gội rửa hồ sơ tồn.",
    "in a field": "Kiểm kê tài sản\n\n- Cơ quan chủ trì: {N}.\n\n- Phối hợp: Sở Du lịch.\n\n- Thời gian: Quý IV/2025.",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=list(FRAMES))
def test_a_name_is_read_whole_in_every_place(frame: str) -> None:
    names = lines("names")
    missed = []
    for name in names:
        text = f"{HEAD}{ORDERS}1. {frame.replace('{N}', first_upper(name)).replace('{n}', name)}\n\n2. {NEXT}\n"
        found = demands(text)
        if not found or any(words(named(d)) != words([name]) for d in found):
            missed.append(name)
    assert len(missed) <= 0.05 * len(names), missed


SUBJECTS = ("Sở Xây dựng", "các sở, ban, ngành", "Ủy ban nhân dân các xã, phường", "Chủ tịch UBND xã")
PREDICATES = (
    "chủ trì, phối hợp với Sở Y tế rà soát hồ sơ.",
    "tăng cường kiểm tra.",
    "phải bố trí cán bộ trực.",
    "kịp thời phản ánh về Sở Nội vụ.",
)


def test_the_subject_is_found_behind_any_opening() -> None:
    missed = []
    cases = list(itertools.product(lines("openings"), SUBJECTS, PREDICATES))
    for opening, subject, predicate in cases:
        found = demands(f"{HEAD}{ORDERS}1. {opening} {subject} {predicate}\n\n2. {NEXT}\n")
        if [named(d) for d in found] != [[subject.lower()]]:
            missed.append((opening, subject, predicate))
    assert len(missed) <= 0.03 * len(cases), missed[:20]


STYLES = {"numbers": "{}. ", "dashes": "- ", "letters": "{})", "no marks": ""}
WORK = ("Xây dựng kế hoạch thực hiện.", "Tăng cường kiểm tra, giám sát.", "Báo cáo kết quả hằng tháng.")


def lead_ins() -> Iterator[tuple[str, list[str]]]:
    for line in lines("lead_ins"):
        who, lead = line.split("\t")
        group = "các sở, ban, ngành" + (" và UBND các xã, phường" if who == "1" else "")
        names = {"0": ["*"], "2": ["thủ trưởng các sở, ban, ngành"]}.get(who, group.split(" và "))
        yield lead.replace("{g}", group).replace("{G}", first_upper(group)), names


@pytest.mark.parametrize("style", STYLES, ids=list(STYLES))
def test_a_lead_in_hands_its_names_down_and_asks_nothing_itself(style: str) -> None:
    for lead, names in lead_ins():
        marks = "abc" if style == "letters" else "123"
        items = "\n\n".join(
            f"{STYLES[style].format(mark)} {work}".strip() for mark, work in zip(marks, WORK, strict=True)
        )
        found = demands(f"{HEAD}Thời gian qua, công tác này đã đạt kết quả tích cực.\n\n{lead}\n\n{items}\n")
        assert [named(d) for d in found] == [[name.lower() for name in names]] * 3, lead


ASKING = (
    "{g} có trách nhiệm:",
    "{g} cần tập trung thực hiện tốt một số nội dung sau:",
    "{g} phải thực hiện nghiêm các quy định sau:",
    "{g} chịu trách nhiệm thực hiện các nội dung cụ thể sau:",
    "UBND tỉnh yêu cầu {g} thực hiện các nhiệm vụ sau:",
    "Ủy ban nhân dân tỉnh chỉ đạo {g} tập trung thực hiện các giải pháp sau:",
    "giao {g} thực hiện các công việc sau:",
)
PLACES = {
    "under a heading": "II. NHIỆM VỤ\n\n{L}\n\n1. {a}\n\n2. {b}\n",
    "in an item": "1. {L}\n\na) {a}\n\nb) {b}\n",
    "in an item, dashes": "1. {L}\n\n- {a}\n\n- {b}\n",
    "in an article": "Điều 5. Trách nhiệm phối hợp\n\n{L}\n\n1. {a}\n\n2. {b}\n",
    "in a bullet": "1. Về công tác kiểm tra\n\n- {L}\n\n+ {a}\n\n+ {b}\n",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_a_lead_in_behind_any_opening_hands_its_names_down_in_every_place(place: str) -> None:
    missed = []
    groups = (["Sở Xây dựng"], ["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"])
    cases = list(itertools.product(lines("openings")[::2], groups, ASKING))
    for opening, group, asking in cases:
        lead = f"{opening} {asking.replace('{g}', ' và '.join(group))}"
        found = demands(HEAD + place.format(L=lead, a=WORK[0], b=WORK[1]))
        if [named(d) for d in found] != [[name.lower() for name in group]] * 2:
            missed.append(lead)
    assert len(missed) <= 0.02 * len(cases), missed[:20]


HEADED = (
    "Sở Nội vụ",
    "Trưởng Ban Chỉ đạo",
    "các thành viên Ban Chỉ đạo",
    "người đứng đầu cơ quan, đơn vị",
    "Chủ tịch UBND các xã, phường",
    "Mặt trận Tổ quốc Việt Nam tỉnh",
    "chủ đầu tư",
    "Phó Trưởng ban Thường trực",
)
HEADINGS = (
    "Trách nhiệm của {n}",
    "Nhiệm vụ, quyền hạn của {n}",
    "Nhiệm vụ và quyền hạn của {n}",
    "Trách nhiệm, quyền hạn của {n}",
    "Chức năng, nhiệm vụ của {n}",
    "Quyền hạn và trách nhiệm của {n}",
    "Nhiệm vụ cụ thể của {n}:",
    "Trách nhiệm phối hợp của {n}",
    "{N} có nhiệm vụ, quyền hạn sau đây:",
    "{N} thực hiện các nhiệm vụ, quyền hạn sau:",
    "Về phía {n}",
    "Đối với {n}",
)


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_tells_whose_the_duties_below_it_are(heading: str) -> None:
    for name, place in itertools.product(HEADED, PLACES.values()):
        line = heading.replace("{n}", name).replace("{N}", first_upper(name))
        shape = place.replace("Điều 5. Trách nhiệm phối hợp\n\n{L}", "Điều 5. {L}").replace(
            "II. NHIỆM VỤ\n\n{L}", "I. {L}"
        )
        found = demands(HEAD + shape.format(L=line, a=WORK[0], b=WORK[1]))
        assert [named(d) for d in found] == [[name.lower()]] * 2, (line, shape)


VERBS = ("xây dựng kế hoạch thực hiện.", "kiểm tra, xử lý vi phạm.", "báo cáo kết quả thực hiện.", "bố trí kinh phí.")
ACTORS = ("Sở Tài chính", "UBND các xã, phường", "Các sở, ban, ngành", "Giám đốc Công an tỉnh")


def test_what_stands_between_subject_and_verb_changes_nothing() -> None:
    missed = []
    cases = list(itertools.product(lines("between"), ACTORS, VERBS))
    for frame, actor, verb in cases:
        subject = actor if frame.startswith("{s}") or not actor.startswith("Các") else actor[0].lower() + actor[1:]
        sentence = frame.replace("{s}", subject).replace("{v}", verb).replace("{V}", first_upper(verb))
        found = demands(f"{HEAD}{ORDERS}1. {sentence}\n\n2. {NEXT}\n")
        wanted = [actor.lower()] + (["các đơn vị liên quan"] if frame.startswith("{s} và các đơn vị") else [])
        if [named(d) for d in found] != [wanted]:
            missed.append(sentence)
    assert len(missed) <= 0.02 * len(cases), missed[:20]


def test_what_is_told_is_not_asked() -> None:
    told = lines("background")
    taken = [
        mark + sentence
        for sentence in told
        for mark in ("", "2. ", "- ")
        if demands(f"{HEAD}{ORDERS}1. Sở Y tế lập danh mục thuốc.\n\n{mark}{sentence}\n\n3. {NEXT}\n")
    ]
    assert len(taken) <= 0.03 * 3 * len(told), taken


A, B, C = "Sở Nội vụ", "Ủy ban nhân dân các xã, phường", "Giám đốc Công an tỉnh"
# One item and the letters of those whose its demands are, in order.
ITEMS = (
    ("{A} (cơ quan thường trực Ban Chỉ đạo):\n\na) Xây dựng kế hoạch.\n\nb) Báo cáo kết quả.", "A A"),
    ("{A} - Cơ quan thường trực Ban Chỉ đạo:\n\na) Xây dựng kế hoạch.\n\nb) Báo cáo kết quả.", "A A"),
    ("{A} là cơ quan đầu mối, có trách nhiệm:\n\na) Xây dựng kế hoạch.\n\nb) Báo cáo kết quả.", "A A"),
    (
        "{A} chủ trì, phối hợp với Sở Y tế và các đơn vị liên quan:\n\na) Xây dựng kế hoạch.\n\nb) Báo cáo kết quả.",
        "A A",
    ),
    ("{A} xây dựng kế hoạch. Báo cáo kết quả hằng tháng. {B} rà soát hồ sơ. Công khai kết quả.", "A A B B"),
    ("{A} xây dựng kế hoạch; báo cáo kết quả hằng tháng; {B} rà soát hồ sơ; công khai kết quả.", "A A B B"),
    ("{A} xây dựng kế hoạch; yêu cầu {B} rà soát hồ sơ; tổng hợp kết quả.", "A A A"),
    ("Giao {A} xây dựng kế hoạch; {B} rà soát hồ sơ; {C} bố trí lực lượng.", "A B C"),
    ("Giao {A} xây dựng kế hoạch. Giao {B} rà soát hồ sơ. Giao {C} bố trí lực lượng.", "A B C"),
    ("Về công tác tuyên truyền: {A} xây dựng kế hoạch. {B} rà soát hồ sơ.", "A B"),
    ("Về công tác tuyên truyền\n\n- {A} xây dựng kế hoạch.\n\n- {B} rà soát hồ sơ.", "A B"),
    ("Về công tác tuyên truyền:\n\n- {A}: Xây dựng kế hoạch.\n\n- {B}: Rà soát hồ sơ.", "A B"),
    (
        "Về công tác tuyên truyền\n\na) {A}\n\n- Xây dựng kế hoạch.\n\n- Báo cáo kết "
        "quả.\n\nb) {B}\n\n- Rà soát hồ sơ.",
        "A A B",
    ),
    (
        "{A}:\n\n- Xây dựng kế hoạch. Báo cáo kết quả.\n\n- Chủ trì, phối hợp với {B} rà "
        "soát hồ sơ.\n\n- Hướng dẫn {B} công khai kết quả.",
        "A A A A",
    ),
    ("{A}: Xây dựng kế hoạch; báo cáo kết quả; rà soát hồ sơ.", "A A A"),
    (
        "{A}:\n\na) Chỉ đạo {B} rà soát hồ sơ.\n\nb) Đôn đốc {B} công khai kết quả.\n\nc) Phối hợp với {C} kiểm tra.",
        "A A A",
    ),
    ("{A}\n\nXây dựng kế hoạch.\n\nBáo cáo kết quả.", "A A"),
    ("{A} có trách nhiệm xây dựng kế hoạch, phân công cụ thể cho từng đơn vị; định kỳ báo cáo kết quả.", "A A"),
    ("{A} khẩn trương xây dựng kế hoạch, hoàn thành trước ngày 20/6/2025; đồng thời rà soát hồ sơ.", "A A"),
    ("{A} tham mưu UBND tỉnh ban hành kế hoạch; chịu trách nhiệm trước UBND tỉnh về kết quả thực hiện.", "A A"),
    ("{A}, {B} căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch và báo cáo kết quả.", "AB"),
    ("{A} và {B} phối hợp chặt chẽ trong quá trình thực hiện.", "AB"),
    ("Đối với {B}:\n\n- Xây dựng kế hoạch.\n\n- Báo cáo kết quả.", "B B"),
    ("Đối với {B}, cần xây dựng kế hoạch; báo cáo kết quả.", "B B"),
    ("{A} chủ trì: Xây dựng kế hoạch, báo cáo kết quả.", "A"),
    (
        "Nhiệm vụ trọng tâm\n\na) Xây dựng kế hoạch.\n\nCơ quan chủ trì: {A}.\n\nb) Rà "
        "soát hồ sơ.\n\nCơ quan chủ trì: {B}.",
        "A B",
    ),
    (
        "{A} chủ trì thực hiện các nhiệm vụ sau:\n\n- Xây dựng kế hoạch;\n\n- Báo cáo kết quả;\n\n- Rà soát hồ sơ.",
        "A A A",
    ),
    ("{A}\n\n1.1. Xây dựng kế hoạch.\n\n1.2. Báo cáo kết quả.", "A A"),
    ("{A}\n\na) Về tuyên truyền: Xây dựng kế hoạch.\n\nb) Về kiểm tra: Rà soát hồ sơ, báo cáo kết quả.", "A A"),
    (
        "{A} tiếp tục xây dựng kế hoạch theo chỉ đạo của Chủ tịch UBND tỉnh tại Văn bản "
        "số 12/UBND-KT; phối hợp với {B} rà soát hồ sơ, trình UBND tỉnh.",
        "A A",
    ),
    ("Trên cơ sở kết quả rà soát của {B}, {A} xây dựng kế hoạch; báo cáo kết quả.", "A A"),
    ("Sau khi có ý kiến của {B}, giao {A} xây dựng kế hoạch; báo cáo kết quả.", "A A"),
    ("{A} theo dõi, đôn đốc {B} thực hiện Chỉ thị này; kịp thời báo cáo, đề xuất.", "A A"),
)


@pytest.mark.parametrize(("item", "whose"), ITEMS, ids=[item[:40] for item, _ in ITEMS])
def test_within_an_item_each_demand_goes_to_its_own(item: str, whose: str) -> None:
    text = f"{HEAD}{ORDERS}1. {item.format(A=A, B=B, C=C)}\n\n2. {NEXT}\n"
    letters = {"A": A, "B": B, "C": C}
    wanted = [[letters[letter].lower() for letter in row] for row in whose.split()]
    assert [named(d) for d in demands(text)] == wanted
