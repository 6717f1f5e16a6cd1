from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscribers(models.Model):
    """For how many people a reader's program said that it asks for a feed, the most it said on a day."""

    feed = models.CharField(_("feed"), max_length=300)
    reader = models.CharField(_("feed reader"), max_length=40)
    day = models.DateField(_("day"), db_index=True)
    number = models.PositiveIntegerField(_("subscribers"))

    class Meta:
        ordering = ["-day", "feed", "reader"]
        default_permissions = ("view",)
        verbose_name = _("subscribers of a feed")
        verbose_name_plural = _("subscribers of feeds")
        constraints = [models.UniqueConstraint(name="subscribers_once_a_day", fields=["feed", "reader", "day"])]

    def __str__(self) -> str:
        return f"{self.feed}: {self.number}"
