from django.urls import path

from . import views

app_name = "initiatives"

urlpatterns = [
    path("initiatives/", views.initiative_list, name="list"),
    path("initiatives/feed.rss", views.initiative_feed, name="feed"),
    path("initiatives/<slug:slug>/", views.initiative_detail, name="detail"),
    path("partners/", views.partner_list, name="partner_list"),
    path("partners/<slug:slug>/", views.partner_detail, name="partner"),
    path("milestones/", views.milestone_list, name="milestone_list"),
    path("themes/<slug:slug>/", views.theme_detail, name="theme"),
    path("sources/", views.source_list, name="source_list"),
    path("sources/<int:pk>/", views.source_detail, name="source"),
    path("corrections/new/", views.correction_form, name="correction_form"),
    path("corrections/<int:number>/", views.correction, name="correction"),
]
