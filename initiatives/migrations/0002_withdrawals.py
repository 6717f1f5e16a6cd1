from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn on'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='withdrawn_reason_en',
            field=models.TextField(blank=True, help_text='Readers who come to the address see it.', verbose_name='reason for withdrawing (English)'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='withdrawn_reason_ja',
            field=models.TextField(blank=True, verbose_name='reason for withdrawing (Japanese)'),
        ),
    ]
