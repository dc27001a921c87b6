"""What a camera noted of a photo, in words."""

from datetime import datetime

from apps.common.formats import date_id
from apps.visitation.models import Photo


def noted_of(photo: Photo) -> str:
    """When and where it was taken: "Diambil 12 Agustus 2026 pukul 10.20 di −8,219233, 114,369227". "" of neither."""
    where = position_of(photo)
    said = [taken_of(photo), f"di {where}" if where else ""]
    return " ".join(["Diambil", *filter(None, said)]) if any(said) else ""


def taken_of(photo: Photo) -> str:
    """The moment by the camera's own clock; its offset only where the camera noted one."""
    if not photo.taken:
        return ""
    moment = datetime.fromisoformat(photo.taken)
    offset = f" ({moment:UTC%z})" if moment.tzinfo else ""
    return f"{date_id(moment.replace(tzinfo=None).date())} pukul {moment:%H.%M}{offset or ' (jam kamera)'}"


def position_of(photo: Photo) -> str:
    """Latitude and longitude in decimal degrees, south and west with a minus."""
    if photo.latitude is None or photo.longitude is None:
        return ""
    return f"{_degrees(photo.latitude)}; {_degrees(photo.longitude)}"


def _degrees(value: object) -> str:
    return f"{value}°".replace("-", "−").replace(".", ",")
