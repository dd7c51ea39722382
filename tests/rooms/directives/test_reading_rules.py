"""What the words of a demand mean for its card. Pure: no database."""

from datetime import date

import pytest

from congvu.sources.directives import rules


@pytest.mark.parametrize(
    ("product", "kind", "code"),
    [
        ("báo cáo kết quả thực hiện", "report", "bao_cao"),
        ("dự thảo Nghị quyết", "task", "du_thao"),
        ("chương trình, kế hoạch công tác", "task", "ke_hoach"),
        ("quy chế làm việc", "task", "quy_che"),
        ("bản đồ số", "task", "khac"),
        ("", "task", ""),
        ("", "report", "bao_cao"),
        ("", "acknowledge", "khong_van_ban"),
    ],
)
def test_a_product_has_its_kind(product: str, kind: str, code: str) -> None:
    assert rules.product_kind_of(product, kind) == code


def test_a_report_that_only_a_difficulty_calls_for_is_standing() -> None:
    words = "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan báo cáo UBND tỉnh"
    assert rules.settled_kind("report", words, None) == "standing"
    assert rules.settled_kind("report", words, {"every": "month"}) == "report"
    assert rules.settled_kind("report", "Báo cáo kết quả về UBND tỉnh", None) == "report"


def test_a_named_day_becomes_a_rule_and_a_rehearsal_moves_it() -> None:
    said = {"date": "2023-06-30", "boundary": "before"}
    rule = rules.due_rule_of(said)
    assert rule is not None and (rule.day, rule.boundary) == (date(2023, 6, 30), "before")
    moved = rules.due_rule_of(said, shift_days=10)
    assert moved is not None and moved.day == date(2023, 7, 10)


def test_within_a_period_is_to_its_last_midnight_and_within_a_day_to_the_close_of_office() -> None:
    month = rules.due_rule_of({"date": "2023-06-30", "boundary": "in"})
    assert month is not None and month.kind == "period"
    day = rules.due_rule_of({"date": "2023-06-29", "boundary": "in"})
    assert day is not None and (day.kind, day.boundary) == ("date", "in")


def test_a_span_becomes_a_rule_and_is_not_moved() -> None:
    rule = rules.due_rule_of({"within": "5 working_days"}, shift_days=100)
    assert rule is not None and (rule.kind, rule.amount) == ("working_days", 5)


@pytest.mark.parametrize("said", [None, {}, {"every": "month"}, {"date": "--07-10"}, {"within": "soon"}])
def test_what_names_no_day_gives_no_rule(said: dict[str, str] | None) -> None:
    assert rules.due_rule_of(said) is None


def test_a_day_without_its_year_is_asked_about() -> None:
    assert rules.month_day_question({"date": "--07-10"}) == "“Ngày 10/7” là của năm nào?"
    assert rules.month_day_question({"date": "2026-07-10"}) == ""


def test_marks_cover_the_paragraph_without_overlap() -> None:
    found = rules.marks(10, 40, [(12, 30, "#1"), (20, 50, "#2"), (5, 15, "who")])
    assert [(m.start, m.end) for m in found] == [(10, 12), (12, 15), (15, 20), (20, 30), (30, 40)]
    assert [m.labels for m in found] == [("who",), ("#1", "who"), ("#1",), ("#1", "#2"), ("#2",)]


def test_a_paragraph_is_cut_into_sentences() -> None:
    text = "Giao Sở Nội vụ: rà soát; báo cáo. Hạn 30/6."
    assert [text[a:b] for a, b in rules.sentences(text, 0, len(text))] == [
        "Giao Sở Nội vụ: rà soát;",
        "báo cáo.",
        "Hạn 30/6.",
    ]


def test_a_title_ends_with_a_whole_word() -> None:
    title = rules.short_title("2. " + "rà soát hồ sơ đất đai " * 20)
    assert title.startswith("Rà soát hồ sơ")
    assert len(title) <= 161 and title.endswith("…")
