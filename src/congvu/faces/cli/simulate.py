"""`congvu simulate`: a made-up province whose truth is known. Loads no Django."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

_EPILOG = """\b
Ví dụ:
  congvu simulate --seed 7 --out tinh-7/
  congvu simulate --seed 7 --officials 1200 --months 18 --planted-share 0 --out tinh-sach/
\b
Ghi events.parquet (bảng sự kiện), truth.parquet (sự thật, chỉ để chấm) và groups.json (nhóm của từng người).
Mã thoát: 0 đã ghi; 1 không ghi được; 2 gọi sai."""


@click.command(epilog=_EPILOG)
@click.option("--seed", required=True, type=click.IntRange(0), help="Cùng số này thì cùng một tỉnh.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Thư mục ghi kết quả.")
@click.option("--officials", default=600, show_default=True, type=click.IntRange(24, 200_000), help="Số công chức.")
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 120), help="Số tháng.")
@click.option("--planted-share", default=0.06, show_default=True, type=click.FloatRange(0, 0.5), help="Tỉ lệ gài.")
@click.option("--padding", default=0.0, show_default=True, type=click.FloatRange(0, 20),
              help="Người được gài nhận thêm việc dễ, bằng bấy nhiêu lần việc của mình.")  # fmt: skip
def command(seed: int, out: Path, officials: int, months: int, planted_share: float, padding: float) -> None:
    """Dựng một tỉnh mô phỏng: người bình thường, người dễ bị oan, người được gài thói quen, người làm tốt."""
    from congvu.engines.analytics.simulate import Settings, simulate
    from congvu.kit.event_tables import write_columns, write_truth

    settings = Settings(officials=officials, months=months, planted_share=planted_share, padding=padding)
    province = simulate(seed, settings)
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_columns(out / "events.parquet", province.columns)
        write_truth(out / "truth.parquet", province.truth)
        (out / "groups.json").write_text(json.dumps(province.groups, indent=0), "utf-8")
    except OSError as error:
        click.echo(f"{out}: không ghi được: {error.strerror}.", err=True)
        sys.exit(1)
    click.echo(f"{out}: {len(province.columns['holder'])} lượt giữ việc, {len(province.truth)} cặp được gài.")
