"""A flag in one neutral sentence with its numbers, its comparison and how sure it is; never the word for a vice."""

from collections.abc import Mapping

from congvu.engines.analytics.signals.detect import Flag

VIETNAMESE: Mapping[str, str] = {
    "S1": "chuyển việc đi không kèm sản phẩm",
    "S2": "trình lên việc có thể tự quyết định",
    "S3": "xin ý kiến khi không bắt buộc",
    "S4": "bắt đầu muộn trong khi khối lượng việc không tăng",
    "S5": "yêu cầu bổ sung hồ sơ nhiều lần",
    "S6": "gia hạn nhiều lần",
    "S7": "để quá hạn trong khi có ngày không xử lý việc đó",
}
ENGLISH: Mapping[str, str] = {
    "S1": "passing work on without a product",
    "S2": "sending up what could be decided here",
    "S3": "asking for opinions that are not required",
    "S4": "starting late while the load did not grow",
    "S5": "asking for supplements more than once",
    "S6": "extending more than once",
    "S7": "passing the limit with days on which the matter was not touched",
}


def in_words(flag: Flag, language: str = "vi") -> str:
    """One sentence in Vietnamese ("vi") or English ("en")."""
    numbers = (flag.ratio, flag.ratio_low, flag.ratio_high)
    if language == "en":
        ratio, low, high = (f"{number:.1f}" for number in numbers)
        return (
            f"{ENGLISH[flag.signal].capitalize()}: {flag.observed} times, where colleagues with the same holds would "
            f"have about {flag.expected:.1f}; {ratio} times as often (95 % interval {low} to {high})."
        )
    ratio, low, high = (f"{number:.1f}".replace(".", ",") for number in numbers)
    hoped = f"{flag.expected:.1f}".replace(".", ",")
    what = VIETNAMESE[flag.signal]
    return (
        f"{what[0].upper()}{what[1:]}: {flag.observed} lần, người cùng bước với những việc như vậy có khoảng {hoped} "
        f"lần; gấp {ratio} lần (khoảng tin cậy 95 %: {low}–{high})."
    )
