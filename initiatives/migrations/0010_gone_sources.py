from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("initiatives", "0009_translations"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="gone_on",
            field=models.DateField(
                blank=True,
                db_index=True,
                help_text="The day from which the page no longer answers. Readers are led to the archived copy instead.",
                null=True,
                verbose_name="no longer online since",
            ),
        ),
    ]
