from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AllianceConfig(AppConfig):
    name = "alliance"


class NewsroomConfig(admin.AdminConfig):
    default = False
    default_site = "alliance.newsroom.NewsroomSite"
