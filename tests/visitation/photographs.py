"""Photos as a camera makes them, with its notes."""

import io

from PIL import ExifTags, Image

BANYUWANGI = ((8, 13, 9.2388), "S", (114, 22, 9.2172), "E")


def photograph(
    *,
    place: tuple | None = BANYUWANGI,
    taken: str = "2001:08:20 10:20:30",
    offset: str = "",
    kind: str = "JPEG",
    size: tuple[int, int] = (60, 40),
    colour: str = "teal",
) -> bytes:
    """A picture with what the camera noted; `place=None` and `taken=""` leave it out."""
    picture = Image.new("RGB", size, colour)
    notes = picture.getexif()
    details = notes.get_ifd(ExifTags.IFD.Exif)
    if taken:
        details[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    if place:
        latitude, north, longitude, east = place
        notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: north, 2: latitude, 3: east, 4: longitude})
    made = io.BytesIO()
    picture.save(made, kind, exif=notes)
    return made.getvalue()
