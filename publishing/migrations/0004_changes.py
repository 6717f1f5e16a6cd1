import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0003_delete_records_permission'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='is_major',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new', 'new record'), ('status', 'status'), ('date', 'date'), ('partner', 'partner'), ('milestone', 'milestone'), ('funding', 'funding'), ('source', 'source'), ('text', 'text'), ('withdrawn', 'withdrawn')], db_index=True, max_length=10)),
                ('path', models.CharField(max_length=200)),
                ('old', models.JSONField(null=True)),
                ('new', models.JSONField(null=True)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='publishing.revision')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
    ]
