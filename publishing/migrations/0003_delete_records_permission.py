from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0002_old_addresses'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='revision',
            options={'ordering': ['made_at', 'id'], 'permissions': [('delete_records', 'Can delete records and leave no trace')]},
        ),
    ]
