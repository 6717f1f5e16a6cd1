from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from publishing.admin import work_queue


class NewsroomSite(admin.AdminSite):
    site_header = _("Alliance newsroom")
    site_title = _("Alliance newsroom")
    index_title = _("The record")
    # Forms with both languages side by side need the width.
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What is to be done stands before what there is."""
        return super().index(request, {"work": work_queue(self, request), **(extra_context or {})})
