from django.urls import path

from apps.decrees.views import desk, press, words

app_name = "decrees"

urlpatterns = [
    path("susun/<slug:slug>/", desk.draft, name="draft"),
    path("pers/", press.addresses, name="press"),
    path("pers/<int:address_pk>/hapus/", press.remove, name="remove_press"),
    path("<int:pk>/", desk.detail, name="detail"),
    path("<int:pk>/ubah/", words.edit, name="edit"),
    path("<int:pk>/pratinjau/", words.preview, name="preview"),
    path("<int:pk>/butir/<slug:kind>/tambah/", words.add, name="add_block"),
    path("<int:pk>/butir/<int:block_pk>/ubah/", words.block, name="block"),
    path("<int:pk>/butir/<int:block_pk>/geser/", words.move, name="move_block"),
    path("<int:pk>/butir/<int:block_pk>/hapus/", words.remove, name="remove_block"),
    path("<int:pk>/naskah/", desk.render_paper, name="render"),
    path("<int:pk>/tetapkan/", desk.issue, name="issue"),
    path("<int:pk>/terbitkan/", desk.publish, name="publish"),
    path("<int:pk>/saat-terbit/", desk.plan, name="plan"),
    path("<int:pk>/saat-terbit/batal/", desk.call_off, name="call_off"),
    path("<int:pk>/perbaiki/", desk.correct, name="correct"),
    path("<int:pk>/berkas/", desk.paper, name="paper"),
    path("<int:pk>/salinan/", desk.copy, name="copy"),
    path("<int:pk>/salinan/<int:copy_pk>/", desk.copy_paper, name="copy_paper"),
]
