from django.urls import path

from apps.helpdesk.views import looks, questions, resets

app_name = "helpdesk"

urlpatterns = [
    path("", questions.mine, name="mine"),
    path("tanya/", questions.ask, name="ask"),
    path("antrean/", questions.queue, name="queue"),
    path("antrean/<int:pk>/", questions.question, name="question"),
    path("dua-langkah/", resets.resets, name="resets"),
    path("dua-langkah/minta/<int:user_pk>/", resets.request_reset, name="reset_request"),
    path("dua-langkah/<int:pk>/putusan/", resets.decide, name="reset_decide"),
    path("lihat/", looks.looks, name="looks"),
    path("lihat/selesai/", looks.end, name="look_end"),
    path("lihat/<int:user_pk>/", looks.begin, name="look_begin"),
    path("lihat/catatan/<int:pk>/", looks.pages, name="look"),
]
