from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_reasons_of_earlier_withdrawals")]

    operations = [
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_reason_en', ''), _negated=True)), _connector='OR'), name='article_withdrawn_has_reason', violation_error_message='Readers are told why something was withdrawn: give a reason.'),
        ),
    ]
