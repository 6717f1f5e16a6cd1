import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0004_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PendingEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.UUIDField(help_text="The record's public_id.", unique=True)),
                ('base', models.JSONField(null=True)),
                ('document', models.JSONField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published')], db_index=True, max_length=10)),
                ('publish_at', models.DateTimeField(db_index=True, null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('note', models.TextField(blank=True)),
                ('is_major', models.BooleanField(default=False)),
                ('trouble', models.TextField(blank=True, help_text='Why it could not be published when its time came.')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['publish_at', 'made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='pendingedit_scheduled_has_time')],
            },
        ),
    ]
