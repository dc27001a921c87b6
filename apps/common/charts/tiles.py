"""Where each province's tile lies, laid by hand near its true place; counted from the top left."""

from typing import NamedTuple


class Place(NamedTuple):
    """A province's two letters and its square."""

    letters: str
    column: int
    row: int


PLACES: dict[str, Place] = {
    "11": Place("AC", 0, 0),  # Aceh
    "12": Place("SU", 1, 1),  # Sumatera Utara
    "13": Place("SB", 1, 2),  # Sumatera Barat
    "14": Place("RI", 2, 2),  # Riau
    "15": Place("JA", 3, 3),  # Jambi
    "16": Place("SS", 3, 4),  # Sumatera Selatan
    "17": Place("BE", 2, 4),  # Bengkulu
    "18": Place("LA", 3, 5),  # Lampung
    "19": Place("BB", 4, 4),  # Kepulauan Bangka Belitung
    "21": Place("KR", 4, 2),  # Kepulauan Riau
    "31": Place("JK", 5, 6),  # DKI Jakarta
    "32": Place("JB", 5, 7),  # Jawa Barat
    "33": Place("JT", 6, 7),  # Jawa Tengah
    "34": Place("YO", 7, 7),  # DI Yogyakarta
    "35": Place("JI", 8, 7),  # Jawa Timur
    "36": Place("BT", 4, 6),  # Banten
    "51": Place("BA", 9, 7),  # Bali
    "52": Place("NB", 10, 7),  # Nusa Tenggara Barat
    "53": Place("NT", 11, 7),  # Nusa Tenggara Timur
    "61": Place("KB", 6, 3),  # Kalimantan Barat
    "62": Place("KT", 7, 4),  # Kalimantan Tengah
    "63": Place("KS", 8, 4),  # Kalimantan Selatan
    "64": Place("KI", 8, 3),  # Kalimantan Timur
    "65": Place("KU", 8, 2),  # Kalimantan Utara
    "71": Place("SA", 11, 2),  # Sulawesi Utara
    "72": Place("ST", 10, 3),  # Sulawesi Tengah
    "73": Place("SN", 10, 5),  # Sulawesi Selatan
    "74": Place("SG", 11, 4),  # Sulawesi Tenggara
    "75": Place("GO", 10, 2),  # Gorontalo
    "76": Place("SR", 10, 4),  # Sulawesi Barat
    "81": Place("MA", 12, 5),  # Maluku
    "82": Place("MU", 12, 3),  # Maluku Utara
    "91": Place("PA", 15, 3),  # Papua
    "92": Place("PB", 13, 4),  # Papua Barat
    "93": Place("PS", 15, 5),  # Papua Selatan
    "94": Place("PT", 14, 4),  # Papua Tengah
    "95": Place("PP", 15, 4),  # Papua Pegunungan
    "96": Place("PD", 13, 3),  # Papua Barat Daya
}
