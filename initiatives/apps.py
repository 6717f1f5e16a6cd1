from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives and partners")

    def ready(self) -> None:
        from .documents import register_kinds
        from .search import register_subjects

        register_kinds()
        register_subjects()
