from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0008_marks_of_earlier_records'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='ja_translates',
            field=models.DateField(blank=True, editable=False, help_text='Empty: the current version.', null=True, verbose_name='the Japanese translates the version of'),
        ),
    ]
