from apps.visitation.views.photos import (
    abandon,
    add_photos_of,
    announce,
    finish,
    photo,
    photo_image,
    receive,
    withdraw,
)
from apps.visitation.views.room import choose, choose_one, close, detail, indicator, mark, minutes, plan

__all__ = [
    "abandon",
    "add_photos_of",
    "announce",
    "choose",
    "choose_one",
    "close",
    "detail",
    "finish",
    "indicator",
    "mark",
    "minutes",
    "photo",
    "photo_image",
    "plan",
    "receive",
    "withdraw",
]
