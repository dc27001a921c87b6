"""The instruments of fixtures/, read once for the tests."""

from pathlib import Path

from apps.rules.instrument_file import read_instrument

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CODES = ["pemdi-20", "spbe-35", "spbe-47"]
INSTRUMENTS = {code: read_instrument(FIXTURES / "instruments" / f"{code}.json") for code in CODES}
