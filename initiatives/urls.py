from django.urls import path

from . import views

app_name = "initiatives"

urlpatterns = [
    path("initiatives/", views.initiative_list, name="list"),
    path("initiatives/feed.rss", views.initiative_feed, name="feed"),
    path("initiatives/export.<str:form>", views.initiative_export, name="export"),
    path("initiatives/<slug:slug>/", views.initiative_detail, name="detail"),
    path("partners/", views.partner_list, name="partner_list"),
    path("partners/export.<str:form>", views.partner_export, name="partner_export"),
    path("partners/<slug:slug>/", views.partner_detail, name="partner"),
    path("milestones/", views.milestone_list, name="milestone_list"),
    path("milestones/export.<str:form>", views.milestone_export, name="milestone_export"),
    path("themes/<slug:slug>/", views.theme_detail, name="theme"),
    path("sources/", views.source_list, name="source_list"),
    path("sources/export.<str:form>", views.source_export, name="source_export"),
    path("sources/<int:pk>/", views.source_detail, name="source"),
    path("corrections/new/", views.correction_form, name="correction_form"),
    path("corrections/<int:number>/", views.correction, name="correction"),
]
