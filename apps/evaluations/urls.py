from django.urls import path

from apps.evaluations import views

app_name = "evaluations"

urlpatterns = [
    path("benturan/", views.conflicts, name="conflicts"),
    path("<int:pk>/pernyataan/", views.declaration, name="declaration"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/tanda-tangan/<str:stage>/", views.sign_minutes, name="sign"),
    path("<int:pk>/naskah/<int:signature_pk>/", views.signed_paper, name="signed_paper"),
    path("<int:pk>/<int:number>/tanya-jawab/", views.questions, name="questions"),
    path("<int:pk>/<int:number>/tanya-jawab/<int:question_pk>/", views.answer, name="answer"),
    path("<int:pk>/<int:number>/diskusi/", views.discussion, name="discussion"),
    path("<int:pk>/<int:number>/diskusi/<int:remark_pk>/tarik/", views.withdraw_remark, name="withdraw_remark"),
]
