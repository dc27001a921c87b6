"""The words of a draft, paragraph by paragraph: two editors lose nothing, and nothing moves after issue."""

from copy import deepcopy

import pytest
from django.urls import reverse

from apps.common.exceptions import DomainError, StaleVersionError
from apps.decrees import actions
from apps.decrees.models import BlockKind, Decree, DecreeBlock, DecreeState
from apps.decrees.queries import label_of, removed_blocks, texts_before, texts_of, words_of
from apps.institutions.models import Role
from tests.factories import member
from tests.factories.results import agreed_run, complete_draft, finished_period, issued_decree
from tests.paper.reading import nothing_printed

pytestmark = pytest.mark.django_db

COPIES = ["Arsip pertama;", "Arsip kedua;", "Arsip ketiga."]


@pytest.fixture(scope="module")
def kept_decree(kept: None) -> Decree:
    with nothing_printed():
        decree = complete_draft(agreed_run(finished_period()))
        DecreeBlock.objects.filter(decree=decree, kind=BlockKind.COPY).delete()
        for position, text in enumerate(COPIES, 1):
            DecreeBlock.objects.create(decree=decree, kind=BlockKind.COPY, position=position, text=text)
        return decree


@pytest.fixture
def decree(kept_decree: Decree, db: None) -> Decree:
    """A rendered draft with three paragraphs under Tembusan."""
    return deepcopy(kept_decree)


@pytest.fixture
def ministry(client):
    user = member(Role.EVALUATION_TEAM)
    client.force_login(user)
    return user


def copies(decree: Decree) -> list[str]:
    return texts_of(decree)[BlockKind.COPY]


def block_of(decree: Decree, text: str) -> DecreeBlock:
    return decree.blocks.get(text=text)


def test_a_new_paragraph_stands_behind_the_others(decree):
    actions.add_block(decree, BlockKind.COPY, "Arsip keempat.", by=None)

    assert copies(decree) == [*COPIES, "Arsip keempat."]


@pytest.mark.parametrize(
    ("moved", "up", "order"),
    [(1, True, [1, 0, 2]), (1, False, [0, 2, 1]), (0, True, [0, 1, 2]), (2, False, [0, 1, 2])],
)
def test_a_paragraph_changes_places_with_its_neighbour(decree, moved, up, order):
    actions.move_block(block_of(decree, COPIES[moved]), up=up, by=None)

    assert copies(decree) == [COPIES[place] for place in order]


def test_moving_steps_over_the_gap_of_a_removed_paragraph(decree):
    actions.remove_block(block_of(decree, COPIES[1]), version=1)

    actions.move_block(block_of(decree, COPIES[2]), up=True, by=None)

    assert copies(decree) == [COPIES[2], COPIES[0]]


def test_a_removed_paragraph_stays_in_history(decree):
    actions.remove_block(block_of(decree, COPIES[1]), version=1)

    assert copies(decree) == [COPIES[0], COPIES[2]]
    assert next(event.text for event in removed_blocks(decree) if event.kind == BlockKind.COPY) == COPIES[1]


def test_former_texts_stay_in_history_with_their_versions(decree):
    block = block_of(decree, COPIES[0])
    actions.edit_block(block, "Dua.", version=1, by=None)
    actions.edit_block(block, "Tiga.", version=2, by=None)
    block.refresh_from_db()

    assert [(event.version, event.text) for event in texts_before(block)] == [(2, "Dua."), (1, COPIES[0])]


def test_every_change_voids_what_was_rendered(decree):
    changes = [
        lambda: actions.add_block(decree, BlockKind.BASIS, "Baru;", by=None),
        lambda: actions.edit_block(block_of(decree, COPIES[0]), "Lain;", version=1, by=None),
        lambda: actions.move_block(block_of(decree, COPIES[1]), up=False, by=None),
        lambda: actions.remove_block(block_of(decree, COPIES[2]), version=1),
    ]

    for change in changes:
        Decree.objects.filter(pk=decree.pk).update(state=DecreeState.RENDERED, draft_sha256="ab" * 32)
        change()
        decree.refresh_from_db()
        assert (decree.state, decree.draft_sha256) == (DecreeState.DRAFT, "")


@pytest.mark.parametrize("change", ["edit", "remove"])
def test_words_that_were_not_read_are_neither_overwritten_nor_removed(decree, change):
    block = block_of(decree, COPIES[0])
    actions.edit_block(block, "Tulisan rekan.", version=1, by=None)

    changes = {
        "edit": lambda: actions.edit_block(block, "Tulisan saya.", version=1, by=None),
        "remove": lambda: actions.remove_block(block, version=1),
    }

    with pytest.raises(StaleVersionError):
        changes[change]()

    assert copies(decree)[0] == "Tulisan rekan."


def test_two_editors_of_different_paragraphs_do_not_meet(decree):
    first, second = block_of(decree, COPIES[0]), block_of(decree, COPIES[1])

    actions.edit_block(first, "Oleh satu.", version=1, by=None)
    actions.move_block(first, up=False, by=None)
    actions.edit_block(second, "Oleh dua.", version=1, by=None)

    assert copies(decree) == ["Oleh dua.", "Oleh satu.", COPIES[2]]


def test_no_more_dictums_than_the_paper_has_names_for(decree):
    for number in range(15 - decree.blocks.filter(kind=BlockKind.DICTUM).count()):
        actions.add_block(decree, BlockKind.DICTUM, f"Diktum {number}.", by=None)

    with pytest.raises(DomainError, match="paling banyak 15"):
        actions.add_block(decree, BlockKind.DICTUM, "Satu lagi.", by=None)


def test_without_a_dictum_nothing_is_issued(decree):
    decree.blocks.filter(kind=BlockKind.DICTUM).delete()

    with pytest.raises(DomainError, match="diktum belum ada"):
        actions.request_issue(decree, by=member(Role.EVALUATION_TEAM))


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (BlockKind.CONSIDERATION, "b."),
        (BlockKind.BASIS, "2."),
        (BlockKind.DICTUM, "KEDUA"),
        (BlockKind.COPY, "2."),
    ],
)
def test_labels_are_those_of_the_paper(kind, label):
    assert label_of(kind, 2) == label


@pytest.mark.parametrize("change", ["add", "edit", "move", "remove", "head"])
def test_the_words_of_an_issued_decree_stay(change):
    decree = issued_decree(agreed_run(finished_period()))
    block = decree.blocks.filter(kind=BlockKind.COPY)[1]
    before = texts_of(decree)
    head = {field: getattr(decree, field) for field in ("number", "year", "title", "place", "dated", "signatory")}
    changes = {
        "add": lambda: actions.add_block(decree, BlockKind.COPY, "x", by=None),
        "edit": lambda: actions.edit_block(block, "x", version=1, by=None),
        "move": lambda: actions.move_block(block, up=True, by=None),
        "remove": lambda: actions.remove_block(block, version=1),
        "head": lambda: actions.edit_head(decree, head_version=decree.head_version, **head),
    }

    with pytest.raises(DomainError, match="sudah ditetapkan"):
        changes[change]()

    assert texts_of(decree) == before


# --- the pages


def test_each_paragraph_is_saved_by_itself_and_shown_where_it_stands(client, ministry, decree):
    block = block_of(decree, COPIES[0])
    url = reverse("decrees:block", args=[decree.pk, block.pk])

    response = client.post(url, {"text": "Presiden;", "version": block.version})

    block.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, f"/keputusan/{decree.pk}/ubah/#butir-{block.pk}")
    assert (block.text, block.version, block.by) == ("Presiden;", 2, ministry)


def test_after_a_stale_save_both_texts_are_on_the_page(client, ministry, decree):
    block = block_of(decree, COPIES[0])
    actions.edit_block(block, "Tulisan rekan.", version=1, by=None)

    response = client.post(
        reverse("decrees:block", args=[decree.pk, block.pk]), {"text": "Tulisan saya.", "version": 1}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Tulisan rekan." in page
    assert response.context["form"]["text"].value() == "Tulisan saya."
    assert response.context["form"]["version"].value() == 2


def test_words_for_a_paragraph_that_is_gone_can_be_put_in_anew(client, ministry, decree):
    block = block_of(decree, COPIES[0])
    actions.remove_block(block, version=1)

    response = client.post(
        reverse("decrees:block", args=[decree.pk, block.pk]), {"text": "Tulisan saya.", "version": 1}
    )

    assert response.status_code == 409
    assert response.context["form"]["text"].value() == "Tulisan saya."
    assert reverse("decrees:add_block", args=[decree.pk, BlockKind.COPY]) in response.content.decode()


def test_after_a_stale_head_nothing_typed_is_lost(client, ministry, decree):
    words = {"number": "7", "year": 2002, "place": "Jakarta", "signatory": "NAMA LAIN", "title": "JUDUL"}

    response = client.post(reverse("decrees:edit", args=[decree.pk]), words | {"head_version": decree.head_version - 1})

    decree.refresh_from_db()
    assert (response.status_code, decree.number) == (409, "0")
    assert response.context["form"]["signatory"].value() == "NAMA LAIN"
    assert response.context["form"]["head_version"].value() == decree.head_version


def test_paragraphs_are_added_moved_and_removed_without_scripts(client, ministry, decree):
    middle = block_of(decree, COPIES[1])

    client.post(reverse("decrees:add_block", args=[decree.pk, "copy"]), {"text": "Arsip keempat."})
    client.post(reverse("decrees:move_block", args=[decree.pk, middle.pk]), {"arah": "naik"})
    client.post(reverse("decrees:remove_block", args=[decree.pk, middle.pk]), {"version": 1})

    assert copies(decree) == [COPIES[0], COPIES[2], "Arsip keempat."]


@pytest.mark.parametrize("page", ["edit", "preview"])
def test_the_preview_shows_the_paragraphs_in_order_and_every_row(client, ministry, decree, page):
    response = client.get(reverse(f"decrees:{page}", args=[decree.pk]))

    text = response.content.decode()
    shown = text[text.index('class="naskah"') :]
    assert response.status_code == 200
    for part in words_of(decree):
        for _, block, _ in part.blocks:
            assert block.text.splitlines()[0] in shown
    assert [shown.index(copy) for copy in COPIES] == sorted(shown.index(copy) for copy in COPIES)
    for line in decree.lines.all():
        assert line.name in shown


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_that_cannot_be_removes_and_changes_nothing(client, ministry, decree, version):
    block = block_of(decree, COPIES[0])

    removed = client.post(reverse("decrees:remove_block", args=[decree.pk, block.pk]), {"version": version})
    changed = client.post(reverse("decrees:block", args=[decree.pk, block.pk]), {"version": version, "text": "Lain."})

    assert removed.status_code == 409
    assert changed.status_code in {409, 422}
    assert copies(decree) == COPIES


def test_a_text_is_only_text(client, ministry, decree):
    actions.add_block(decree, BlockKind.COPY, "<script>alert(1)</script>", by=None)

    assert "<script>alert" not in client.get(reverse("decrees:edit", args=[decree.pk])).content.decode()


def test_an_unknown_part_has_no_page(client, ministry, decree):
    assert client.get(reverse("decrees:add_block", args=[decree.pk, "lain"])).status_code == 404
    assert (
        client.post(
            reverse("decrees:move_block", args=[decree.pk, decree.blocks.first().pk]), {"arah": "x"}
        ).status_code
        == 404
    )


def test_as_many_questions_for_many_rows_as_for_one(client, ministry, django_assert_max_num_queries):
    one, many = (complete_draft(agreed_run(finished_period(levels))) for levels in ([3], [3, 4, 2, 5]))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("decrees:edit", args=[one.pk]))

    with django_assert_max_num_queries(len(few)):
        assert client.get(reverse("decrees:edit", args=[many.pk])).status_code == 200
