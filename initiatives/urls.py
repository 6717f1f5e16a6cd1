from django.urls import path

from .views import calendars, citations, corrections, exports, feeds, pages

app_name = "initiatives"

urlpatterns = [
    path("initiatives/", pages.initiative_list, name="list"),
    path("initiatives/feed.<str:form>", feeds.initiative_list_feed, name="feed"),
    path("initiatives/export.<str:form>", exports.initiative_export, name="export"),
    path("initiatives/<slug:slug>/", pages.initiative_detail, name="detail"),
    path("initiatives/<slug:slug>/feed.<str:form>", feeds.initiative_feed, name="initiative_feed"),
    path("initiatives/<slug:slug>/cite.<str:form>", citations.initiative_citation, name="cite"),
    path("initiatives/<slug:slug>/calendar.ics", calendars.initiative_calendar, name="calendar"),
    path("partners/", pages.partner_list, name="partner_list"),
    path("partners/feed.<str:form>", feeds.partner_list_feed, name="partner_list_feed"),
    path("partners/export.<str:form>", exports.partner_export, name="partner_export"),
    path("partners/<slug:slug>/", pages.partner_detail, name="partner"),
    path("partners/<slug:slug>/feed.<str:form>", feeds.partner_feed, name="partner_feed"),
    path("milestones/", pages.milestone_list, name="milestone_list"),
    path("milestones/feed.<str:form>", feeds.milestone_list_feed, name="milestone_feed"),
    path("milestones/export.<str:form>", exports.milestone_export, name="milestone_export"),
    path("milestones/calendar.ics", calendars.milestone_calendar, name="milestone_calendar"),
    path("themes/<slug:slug>/", pages.theme_detail, name="theme"),
    path("themes/<slug:slug>/feed.<str:form>", feeds.theme_feed, name="theme_feed"),
    path("themes/<slug:slug>/calendar.ics", calendars.theme_calendar, name="theme_calendar"),
    path("sources/", pages.source_list, name="source_list"),
    path("sources/feed.<str:form>", feeds.source_list_feed, name="source_feed"),
    path("sources/export.<str:form>", exports.source_export, name="source_export"),
    path("sources/<int:pk>/", pages.source_detail, name="source"),
    path("claims/", pages.claim_list, name="claim_list"),
    path("claims/feed.<str:form>", feeds.claim_list_feed, name="claim_feed"),
    path("claims/export.<str:form>", exports.claim_export, name="claim_export"),
    path("claims/<slug:key>/", pages.claim_detail, name="claim"),
    path("corrections/new/", corrections.correction_form, name="correction_form"),
    path("corrections/<int:number>/", corrections.correction, name="correction"),
]
