"""Take the pictures of the documentation from a running demonstration: `python -m docs.pictures [ADDRESS]`."""

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
WIDTH, HEIGHT = 1280, 900
# name, who signs in, the page he opens, links he follows from there (by their words), height where a page is long
PICTURES = (
    ("viec-cua-toi", "Nguyễn Thị Lan", "/viec/", (), 1060),
    ("so-van-ban", "Phạm Thị Hoa", "/van-ban/", (), 820),
    ("doc-van-ban", "Phạm Thị Hoa", "/van-ban/", ("3412/UBND-NC",), 1060),
    ("duyet-va-giao", "Hoàng Văn Thành", "/van-ban/", ("3412/UBND-NC",), 900),
    ("chia-viec", "Trần Văn Hùng", "/viec/", ("rà soát từng hồ sơ đất đai quá hạn", "Chia việc"), 900),
    ("trang-viec", "Nguyễn Thị Lan", "/viec/", ("Rà soát 63 hồ sơ đất đai quá hạn",), 1120),
    ("phan-xu", "Hoàng Văn Thành", "/viec/", ("Xử lý bãi đổ thải ven sông", "Phân xử"), 900),
    ("niem-phong", "Nguyễn Thị Lan", "/so-cai/", (), 820),
)


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/dong-vai/?q={name}")
    page.locator("main button[name=person]").first.click()


def take(page: Page, address: str, name: str, path: str, links: tuple[str, ...], height: int) -> None:
    page.goto(address + path)
    for words in links:
        page.locator("main a").filter(has_text=words).first.click()
        page.wait_for_load_state("networkidle")
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
    picture = Image.open(BytesIO(shot)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    target = IMAGES / f"{name}.png"
    picture.save(target, optimize=True)
    print(f"{target}  {target.stat().st_size // 1024} kB  {page.title()}")


def main(address: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    found = os.environ.get("CONGVU_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome-stable")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="vi-VN").new_page()
        for name, person, path, links, height in PICTURES:
            sign_in(page, address, person)
            take(page, address, name, path, links, height)
        browser.close()


if __name__ == "__main__":
    main((sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000").rstrip("/"))
