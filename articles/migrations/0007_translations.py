from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_desk_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='ja_translates',
            field=models.DateField(blank=True, editable=False, help_text='Empty: the current version.', null=True, verbose_name='the Japanese translates the version of'),
        ),
    ]
