from django.urls import path

from apps.consolidation import views

app_name = "consolidation"

urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
    path("<int:pk>/<int:number>/cabut/", views.unsettle, name="unsettle"),
    path("<int:pk>/temuan/<int:part_pk>/", views.findings, name="findings"),
    path("<int:pk>/temuan/draf/", views.draft, name="draft"),
    path("<int:pk>/serahkan/", views.hand_over, name="hand_over"),
    path("<int:pk>/sanggah/", views.objections, name="objections"),
    path("<int:pk>/sanggah/<int:objection_pk>/", views.answer_objection, name="answer_objection"),
    path("<int:pk>/reviu/", views.review, name="review"),
    path("<int:pk>/reviu/<int:point_pk>/", views.answer, name="answer"),
]
