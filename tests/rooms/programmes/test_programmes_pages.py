"""The pages without a script: what they say, what a press does, what bad input meets, and what stays unseen."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.office import Office
from tests.rooms.duties.web import client_of, words
from tests.rooms.programmes.given import (
    coming,
    drafted,
    given_dossier,
    given_entry,
    given_target,
    month,
    next_stage,
    to_submission,
)

from congvu.kernel.duties.models import Duty
from congvu.kit.clock import local_day
from congvu.sources.programmes.models import Dossier, Figure, ProgrammeEntry, Stage

ROOT = "/chuong-trinh"


def fields(office: Office, **changes: str) -> dict[str, str]:
    span = coming("month")
    return {
        "title": "Kiểm kê đất đai", "holder": f"{office['minh'].pk}-{office.post['minh'].pk}",
        "due_on": (span.first + timedelta(days=4)).isoformat(), "product_kind": "bao_cao", "reason": "Phát sinh",
        "key": "mot",
    } | changes  # fmt: skip


def test_an_item_is_registered_once_and_approved_from_the_programme(office: Office) -> None:
    lan, hung = client_of(office, "lan"), client_of(office, "hung")
    path = f"{ROOT}/dang-ky/?don-vi={office.body['snnmt'].pk}&ky={coming('month').key}"
    assert "Người đứng đầu duyệt" in words(lan.get(path))
    for _click in range(2):
        assert lan.post(path, fields(office)).status_code == 302
    entry = ProgrammeEntry.objects.get()
    page = hung.get(f"{ROOT}/?don-vi={office.body['snnmt'].pk}&ky={coming('month').key}")
    assert "Duyệt và giao các mục đã chọn" in words(page)
    hung.post(f"{ROOT}/duyet/", {"muc": str(entry.pk), "ve": f"{ROOT}/?ky=2026"})
    entry.refresh_from_db()
    assert entry.state == "approved" and "Mở việc NV-" in words(hung.get(f"{ROOT}/muc/{entry.pk}/"))


def test_one_demand_to_many_stands_once_with_how_many_stand_how(office: Office) -> None:
    for who in ("minh", "lan", "hung"):
        office.given_duty(who, "in_hand" if who == "lan" else "assigned", title="Rà soát hồ sơ quá hạn")
    office.given_duty("minh", title="Việc riêng")
    due = local_day(Duty.objects.get(title="Việc riêng").current_due_at)
    page = client_of(office, "hung").get(f"{ROOT}/?don-vi={office.body['snnmt'].pk}&ky={due:%Y}-M{due:%m}")
    assert words(page).count("Rà soát hồ sơ quá hạn") == 1 and "3 nơi thực hiện" in words(page)
    assert [group.many for group in page.context["groups"]] == [True, False]
    assert sorted(n for _state, n in page.context["groups"][0].sums) == [1, 2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"holder": ""}, "Chưa chọn “Người thực hiện”"),
        ({"due_on": ""}, "Chưa nhập “Thời hạn”"),
        ({"due_on": "30/2"}, "Ngày chưa đúng"),
        ({"product_kind": "x"}, "Chưa chọn sản phẩm"),
        ({"title": " "}, "Chưa nhập “Việc”"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_lost(office: Office, changes: dict[str, str], said: str) -> None:
    path = f"{ROOT}/dang-ky/?don-vi={office.body['snnmt'].pk}&ky={coming('month').key}"
    answer = client_of(office, "lan").post(path, fields(office, requirement="Đã gõ dài", **changes))
    assert answer.status_code == 422 and said in words(answer) and "Đã gõ dài" in words(answer)
    assert not ProgrammeEntry.objects.exists()


def test_somebody_not_in_the_list_is_found_by_name(office: Office) -> None:
    path = f"{ROOT}/dang-ky/?don-vi={office.body['snnmt'].pk}&ky={coming('month').key}"
    answer = client_of(office, "lan").post(path, fields(office, find="holder", holder_search="le van minh"))
    assert answer.status_code == 200 and "Lê Văn Minh" in words(answer) and "Bùi Thu Hà" not in words(answer)


def test_refusing_changing_and_deciding_on_the_page_of_an_item(office: Office) -> None:
    entry = given_entry(office, "approved")
    minh, hung = client_of(office, "minh"), client_of(office, "hung")
    path = f"{ROOT}/muc/{entry.pk}/"
    bad = minh.post(f"{path}de-nghi-dieu-chinh/", {"kind": "due", "due_on": "", "reason": "Chờ số liệu"})
    assert bad.status_code == 422 and "Chưa nhập thời hạn mới" in words(bad) and "Chờ số liệu" in words(bad)
    minh.post(f"{path}de-nghi-dieu-chinh/", {"kind": "withdraw", "reason": "Không còn cần"})
    change = entry.changes.get()
    hung.post(f"{path}duyet-dieu-chinh/", {"change": str(change.pk), "agree": "1"})
    assert Duty.objects.get(pk=entry.duty_id).state == "cancelled"
    other = given_entry(office, title="Khác")
    hung.post(f"{ROOT}/muc/{other.pk}/khong-duyet/", {"reason": "Chưa cần"})
    assert "Không duyệt" in words(hung.get(f"{ROOT}/muc/{other.pk}/"))


def test_a_draft_goes_on_by_its_page_and_shows_what_came_back(office: Office) -> None:
    duty_id = office.given_duty("hung", "in_hand", product_kind="de_an")
    hung, minh = client_of(office, "hung"), client_of(office, "minh")
    hung.post(f"{ROOT}/ho-so/mo/", {"duty": str(duty_id), "kind": "ke_hoach"})
    pk = Dossier.objects.get().pk
    hung.post(f"{ROOT}/ho-so/{pk}/buoc/", {"holder": f"{office['minh'].pk}-{office.post['minh'].pk}"})
    for number in (1, 2):
        file = SimpleUploadedFile("du-thao.txt", f"Điều 1. Lần {number}".encode())
        minh.post(f"{ROOT}/ho-so/{pk}/nop/", {"text": f"Lần {number}", "file": file})
        hung.post(f"{ROOT}/ho-so/{pk}/tra-lai/", {"reason": "Chưa đủ"})
    page = hung.get(f"{ROOT}/ho-so/{pk}/")
    assert "bị trả lại 2 lần" in words(page) and "Bản 2" in words(page)
    shown = words(hung.get(f"{ROOT}/nhat-ky/{duty_id}/so-sanh/"))
    assert "Thêm 0, sửa 1, bỏ 0 đoạn" in shown and "sửa ở bản 2, ông Lê Văn Minh" in shown
    file = hung.get(f"{ROOT}/nhat-ky/{duty_id}/ban/1/")
    assert file.content.decode() == "Điều 1. Lần 1" and "sandbox" in file["Content-Security-Policy"]
    assert "Lần trả lại" in words(hung.get(f"{ROOT}/ho-so/"))


def test_the_check_of_authority_asks_for_a_reason_on_the_page(office: Office) -> None:
    dossier = given_dossier(office, "quyet_dinh_qppl")
    drafted(office, dossier)
    hung = client_of(office, "hung")
    hung.post(f"{ROOT}/ho-so/{dossier.pk}/bo-qua/", {"reason": "Đã họp"})
    next_stage(office, dossier)
    client_of(office, "minh").post(f"{ROOT}/ho-so/{dossier.pk}/nop/", {"text": "Sau thẩm định"})
    sent = {"holder": str(office["minh"].pk), "approver_post": str(office.post["khanh"].pk)}
    refused = hung.post(f"{ROOT}/ho-so/{dossier.pk}/buoc/", sent)
    assert refused.status_code == 422 and "không thuộc thẩm quyền ban hành" in words(refused)
    assert "Vì sao vẫn trình" in words(refused)
    assert Stage.objects.get(dossier=dossier, key="submission").duty is None
    hung.post(f"{ROOT}/ho-so/{dossier.pk}/buoc/", sent | {"approver_post": str(office.post["binh"].pk)})
    assert Stage.objects.get(dossier=dossier, key="submission").verdict == "has"


def test_several_are_asked_by_one_form(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    next_stage(office, dossier)
    people = [f"{office[who].pk}-{office.post[who].pk}" for who in ("quang", "mai")]
    path = f"{ROOT}/ho-so/{dossier.pk}/xin-y-kien/"
    bad = client_of(office, "minh").post(path, {"people": people, "question": ""})
    assert bad.status_code == 422 and "Chưa nhập “Nội dung cần cho ý kiến”" in words(bad)
    client_of(office, "minh").post(path, {"people": people, "question": "Ý kiến?"})
    assert Duty.objects.filter(consulted_by__isnull=False).count() == 2


def test_figures_are_reported_and_corrected_on_the_page(office: Office) -> None:
    target = given_target(office)
    lan = client_of(office, "lan")
    path = f"{ROOT}/chi-tieu/{target.pk}/"
    bad = lan.post(f"{path}bao-cao/", {"period": month(1), "value": "nhiều", "evidence": "Sổ cấp"})
    assert bad.status_code == 422 and "Số viết như 1.234,5" in words(bad) and "Sổ cấp" in words(bad)
    lan.post(f"{path}bao-cao/", {"period": month(1), "value": "1.200", "evidence": "Sổ cấp"})
    lan.post(f"{path}dinh-chinh/", {"figure": str(Figure.objects.get().pk), "value": "120,5", "evidence": "Sổ",
                                    "reason": "Thừa số không"})  # fmt: skip
    page = words(lan.get(path))
    assert "120,5" in page and "(đã đính chính)" in page and "Thừa số không" in page and "10%" in page
    assert "10%" in words(lan.get(f"{ROOT}/chi-tieu/?don-vi={office.body['snnmt'].pk}"))


def test_a_target_is_set_on_the_page(office: Office) -> None:
    path = f"{ROOT}/chi-tieu/dat/?don-vi={office.body['snnmt'].pk}"
    sent = {
        "indicator": "Giấy được cấp", "unit": "giấy", "period": month(1)[:4], "value": "1.200", "measure": "sum",
        "direction": "at_least", "every": "quarter", "reporter": str(office["lan"].pk), "instrument": "Kế hoạch năm",
    }  # fmt: skip
    assert client_of(office, "lan").post(path, sent).status_code == 422
    assert client_of(office, "binh").post(path, sent).status_code == 302


def test_every_page_opens_and_says_where_one_is(office: Office) -> None:
    dossier = given_dossier(office)
    to_submission(office, dossier)
    given_entry(office)
    hung = client_of(office, "hung")
    for path, said in (
        ("/", "Chương trình công tác tháng"), ("/?ky=2026", "Chương trình công tác năm 2026"),
        ("/?ky=2026-W48&ban-in=1", "tuần 48"), ("/hom-nay/", "Hôm nay của tôi"),
        (f"/hom-nay/?don-vi={office.body['snnmt'].pk}", "Hôm nay: Sở Nông nghiệp"), ("/tuan/", "Tuần của tôi"),
        (f"/tuan/?nguoi={office['minh'].pk}", "Ông Lê Văn Minh"), ("/ho-so/", "Hồ sơ dự thảo"),
        ("/ho-so/?buoc=draft", "Đề án giảm hồ sơ"), ("/nhat-ky/", "Nhật ký tham mưu văn bản"),
        (f"/nhat-ky/{dossier.duty_id}/", "Ai giữ, làm gì, bao lâu"), ("/chi-tieu/", "Chỉ tiêu năm"),
    ):  # fmt: skip
        answer = hung.get(ROOT + path)
        assert answer.status_code == 200 and said in words(answer), path


@pytest.mark.parametrize(
    "path",
    ["/?ky=abc", "/?don-vi=999999", "/tuan/?ky=2026", "/tuan/?nguoi=999999", "/muc/1/", "/ho-so/1/", "/nhat-ky/1/",
     "/nhat-ky/1/so-sanh/", "/chi-tieu/1/", "/nhat-ky/1/ban/1/"],
)  # fmt: skip
def test_what_is_not_there_is_404(office: Office, path: str) -> None:
    assert client_of(office, "hung").get(ROOT + path).status_code == 404


def test_the_unseen_is_404_for_pages_and_presses(office: Office) -> None:
    entry, dossier, target = given_entry(office), given_dossier(office), given_target(office)
    drafted(office, dossier)
    khanh = client_of(office, "khanh")
    for path in (
        f"/muc/{entry.pk}/", f"/ho-so/{dossier.pk}/", f"/nhat-ky/{dossier.duty_id}/", f"/chi-tieu/{target.pk}/",
        f"/nhat-ky/{dossier.duty_id}/so-sanh/", f"/nhat-ky/{dossier.duty_id}/ban/1/",
        f"/?don-vi={office.body['snnmt'].pk}", f"/tuan/?nguoi={office['lan'].pk}",
    ):  # fmt: skip
        assert khanh.get(ROOT + path).status_code == 404, path
    sent: dict[str, Any] = {"reason": "x", "figure": "1", "value": "1", "evidence": "x"}
    for path in (f"/muc/{entry.pk}/rut/", f"/ho-so/{dossier.pk}/bo-qua/", f"/chi-tieu/{target.pk}/cham-dut/"):
        assert khanh.post(ROOT + path, sent).status_code == 404, path


def test_without_signing_in_there_is_nothing(db: None) -> None:
    from django.test import Client

    for path in ("/", "/hom-nay/", "/tuan/", "/ho-so/", "/nhat-ky/", "/chi-tieu/", "/dang-ky/"):
        assert Client().get(ROOT + path).status_code == 302
