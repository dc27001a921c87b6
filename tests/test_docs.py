"""What the documents say is what the code does."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from apps.institutions.models import Category
from apps.periods.models import Shown
from apps.rules.stages import Stage, Track
from apps.socialisation.models import Audience
from tests import stages_document
from tests.access import document as roles_document

ROOT = Path(__file__).resolve().parent.parent
# Words with a capital that are no models.
ENUMERATIONS = {one.__name__ for one in (Audience, Category, Shown, Stage, Track)}


def glossary() -> list[list[str]]:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][2:]


@pytest.mark.parametrize("made", [stages_document, roles_document], ids=["stages", "roles"])
def test_a_made_document_is_the_one_that_the_tables_make(made):
    assert made.FILE.read_text(encoding="utf-8") == made.document()


def test_every_model_of_the_glossary_exists():
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("apps.")}
    named = {word for _, code, _ in glossary() for word in re.findall(r"`([A-Z]\w+)`", code)}

    assert named - models - ENUMERATIONS == set()


def test_the_glossary_has_one_word_for_one_thing():
    terms, words = [term for term, _, _ in glossary()], [code for _, code, _ in glossary()]

    assert (len(set(terms)), len(set(words))) == (len(terms), len(words))
    assert all(re.fullmatch(r"`\w+`", code) and meaning.endswith(".") for _, code, meaning in glossary())


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 100


def test_links_of_the_documents_lead_somewhere():
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        targets = re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8"))

        assert [one for one in targets if not (file.parent / one).exists()] == [], file.name
