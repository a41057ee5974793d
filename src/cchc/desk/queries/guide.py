"""The guide as pages, and the part of it that is about a page."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from cchc.desk.exchange import Guide, read_guide

GUIDES = (
    "cac-trang",
    "don-vi",
    "giai-trinh",
    "can-bo-dau-moi",
    "tham-dinh",
    "hoi-dong",
    "cong-bo",
    "van-ban",
    "cong-khai",
    "thu-phieu",
    "giam-sat",
    "dieu-tra-vien",
    "phuc-tra",
    "lanh-dao",
    "quan-tri-vien",
)
"""The files of the guide that are shown, in their order; the first one tells of each page."""


@lru_cache(maxsize=1)
def guides() -> dict[str, Guide]:
    """Return the guides by their names. Raises `OSError` when the files are missing, `ValueError` for a faulty one."""
    texts = {name: (settings.GUIDE / f"{name}.md").read_text(encoding="utf-8") for name in GUIDES}
    return {name: read_guide(name, text) for name, text in texts.items()}


def help_address(page: str) -> str:
    """Return the address of the part of the guide that is about `page`, named as in the table of addresses
    (`plans:detail`); of the part about its room where none is about the page itself."""
    room = page.partition(":")[0]
    for about in (page, room):
        for guide in guides().values():
            if about in guide.about:
                return f"{reverse('desk:guide', args=[guide.name])}#{guide.about[about]}"
    return reverse("desk:guide", args=[GUIDES[0]])
