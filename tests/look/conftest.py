from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def style_sheet() -> str:
    return (Path(__file__).parents[2] / "static" / "css" / "app.css").read_text()
