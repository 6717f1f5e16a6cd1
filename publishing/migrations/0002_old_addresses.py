import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('slug', models.SlugField(max_length=80)),
                ('record', models.UUIDField(help_text="The record's public_id.")),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'slug'), name='oldaddress_once')],
            },
        ),
    ]
