from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class NewsroomSite(admin.AdminSite):
    site_header = _("Alliance newsroom")
    site_title = _("Alliance newsroom")
    index_title = _("The record")
    # Forms with both languages side by side need the width.
    enable_nav_sidebar = False
