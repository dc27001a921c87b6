"""Instruments: a small one for speed, and the real ones by the real loader."""

from decimal import Decimal
from typing import Any

from django.conf import settings

from apps.instruments.loading import load_instrument
from apps.instruments.models import Instrument
from apps.rules.instrument_file import parse_instrument, read_instrument

LEVELS = range(1, 6)


def small_file(code: str = "kecil") -> dict[str, Any]:
    """The file of a small instrument: 2 domains, 3 aspects, 5 indicators, whole levels 1 to 5.

    The last indicator lets the institution name its service.
    """
    return {
        "code": code,
        "name": "Instrumen kecil untuk uji",
        "legal_basis": "Dibuat untuk pengujian.",
        "subject": {"short": "Uji", "name": "Urusan Uji"},
        "regulation": {"title": "Peraturan uji", "gazette": "Berita uji"},
        "years": [2001],
        "scale": {"kind": "integer", "min": 1, "max": 5},
        "predikat": [
            {"name": "Tinggi", "slug": "tinggi", "floor": "4.00"},
            {"name": "Sedang", "slug": "sedang", "floor": "2.50"},
            {"name": "Rendah", "slug": "rendah", "floor": "0.00"},
        ],
        "target": {"level": "3", "index": "2.60"},
        "level_names": {
            "process": [f"Proses {level}" for level in LEVELS],
            "service": [f"Layanan {level}" for level in LEVELS],
        },
        "hierarchy": ["domain", "aspect", "indicator"],
        "domains": [
            {"number": 1, "name": "Domain satu", "weight": "40.00"},
            {"number": 2, "name": "Domain dua", "weight": "60.00"},
        ],
        "aspects": [
            {"number": 1, "domain": 1, "name": "Aspek satu", "weight": "40.00"},
            {"number": 2, "domain": 2, "name": "Aspek dua", "weight": "35.00"},
            {"number": 3, "domain": 2, "name": "Aspek tiga", "weight": "25.00"},
        ],
        "indicators": [
            _indicator(number, aspect, weight, is_service=number == 5)
            for number, aspect, weight in [
                (1, 1, "25.00"),
                (2, 1, "15.00"),
                (3, 2, "20.00"),
                (4, 2, "15.00"),
                (5, 3, "25.00"),
            ]
        ],
    }


def small_instrument(code: str = "kecil") -> Instrument:
    """The small instrument, loaded once per test."""
    if not Instrument.objects.filter(code=code).exists():
        load_instrument(parse_instrument(small_file(code), source=f"{code}.json"))
    return Instrument.objects.get(code=code)


def wide_instrument(indicators: int) -> Instrument:
    """An instrument of one domain and one aspect with so many indicators, all of one weight: for long lists.

    The last indicator lets the institution name its service.
    """
    code = f"lebar-{indicators}"
    if not Instrument.objects.filter(code=code).exists():
        weight = str((Decimal(100) / indicators).quantize(Decimal("0.01")))
        file = small_file(code) | {
            "domains": [{"number": 1, "name": "Domain satu", "weight": "100.00"}],
            "aspects": [{"number": 1, "domain": 1, "name": "Aspek satu", "weight": "100.00"}],
            "indicators": [
                _indicator(number, 1, weight, is_service=number == indicators) for number in range(1, indicators + 1)
            ],
        }
        load_instrument(parse_instrument(file, source=f"{code}.json"))
    return Instrument.objects.get(code=code)


def real_instrument(code: str) -> Instrument:
    """An instrument of fixtures/, as in `real_instrument("spbe-47")`."""
    if not Instrument.objects.filter(code=code).exists():
        path = settings.BASE_DIR / "fixtures" / "instruments" / f"{code}.json"
        load_instrument(read_instrument(path))
    return Instrument.objects.get(code=code)


def _indicator(number: int, aspect: int, weight: str, *, is_service: bool = False) -> dict[str, Any]:
    return {
        "number": number,
        "aspect": aspect,
        "name": f"Indikator ke-{number}",
        "full_name": f"Tingkat kematangan indikator ke-{number}",
        "weight": weight,
        "capability": "service" if is_service else "process",
        "names_service": is_service,
        "question": f"Sejauh mana hal ke-{number} diterapkan?",
        "explanation": f"Indikator ke-{number} menilai penerapannya.",
        "criteria": {str(level): f"Kriteria {number} pada tingkat {level}." for level in LEVELS},
        "evidence": {str(level): f"Contoh bukti {number} pada tingkat {level}." for level in LEVELS},
    }
