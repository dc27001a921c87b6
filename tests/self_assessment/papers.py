"""Real small files: papers with text, with a drawing alone, with nothing, locked; and pictures."""

import io

import pikepdf
from pikepdf import Encryption, Pdf
from PIL import Image

TEXT = b"BT /F1 24 Tf 72 700 Td (Peraturan Bupati Nomor 41) Tj ET"
DRAWING = b"0 0 1 rg 100 100 200 200 re f"


def paper(*contents: bytes, password: str = "") -> bytes:
    """A PDF with one page for each content stream."""
    pdf = Pdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for content in contents:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(content)
    made = io.BytesIO()
    pdf.save(made, encryption=Encryption(owner=password, user=password) if password else False)
    return made.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind)
    return made.getvalue()
