from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from publishing.file_forms import JSON, ZIP

from . import citations, data, feeds, search, views

handler400 = "alliance.views.bad_request"
handler403 = "alliance.views.forbidden"
handler404 = "alliance.views.not_found"
handler500 = "alliance.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<str:name>.xml", views.sitemap_section, name="sitemap_section"),
    path("data/alliance.zip", data.whole, {"form": ZIP}, name="data_zip"),
    path("data/alliance.json", data.whole, {"form": JSON}, name="data_json"),
    path("data/SHA256SUMS", data.sums, name="data_sums"),
    path("data/datapackage.json", data.package, name="data_package"),
    path("data/<slug:name>.csv", data.table, name="data_table"),
    path("data/catalog.jsonld", data.catalog, name="data_catalog"),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", views.media, name="media"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("changes/", views.changes, name="changes"),
        path("changes/feed.<str:form>", feeds.change_feed, name="change_feed"),
        path("feeds/", feeds.feeds, name="feeds"),
        path("changes/export.<str:form>", views.change_export, name="change_export"),
        path("preview/<str:token>/", views.preview, name="preview"),
        path("data/", data.data, name="data"),
        path("data/cite.<str:form>", citations.dataset_citation, name="cite"),
        path("about/", views.about, name="about"),
        path("api/v1/", include("alliance.api.urls")),
        path("search/", search.search, name="search"),
        path("search/suggest/", search.suggest, name="suggest"),
        path("", include("initiatives.urls")),
        path("", include("articles.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
