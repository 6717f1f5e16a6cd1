from django.db import migrations, models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class Migration(migrations.Migration):
    """Saving a claim is not changing it."""

    dependencies = [("initiatives", "0015_sources_and_claims_added")]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="changed_at",
            field=models.DateTimeField(pgettext_lazy("date", "changed on"), default=timezone.now, editable=False),
        ),
    ]
