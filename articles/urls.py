from django.urls import path

from . import views

app_name = "articles"

urlpatterns = [
    path("articles/", views.article_list, name="list"),
    path("articles/feed.<str:form>", views.article_feed, name="feed"),
    path("articles/export.<str:form>", views.article_export, name="export"),
    path("articles/<slug:slug>/", views.article_detail, name="detail"),
    path("articles/<slug:slug>/cite.<str:form>", views.article_citation, name="cite"),
    path("articles/<slug:slug>/comment/", views.comment, name="comment"),
]
