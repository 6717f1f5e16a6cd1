import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', "0007_translations"),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='cover_credit',
            field=models.CharField(blank=True, help_text='Whose picture it is, as its owner wants to be named. Stands under the picture.', max_length=300, verbose_name='credit of the picture'),
        ),
        migrations.AddField(
            model_name='article',
            name='cover_decorative',
            field=models.BooleanField(default=False, help_text='Ticked: who cannot see it misses nothing, and is told nothing.', verbose_name='the picture only decorates'),
        ),
        migrations.AddField(
            model_name='article',
            name='cover_focus_x',
            field=models.PositiveSmallIntegerField(default=50, help_text='Cards show the part of the picture around this point. A click on the picture sets both numbers.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the left (%)'),
        ),
        migrations.AddField(
            model_name='article',
            name='cover_focus_y',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the top (%)'),
        ),
        migrations.AddField(
            model_name='article',
            name='cover_licence',
            field=models.CharField(blank=True, choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-3.0', 'CC BY 3.0'), ('cc-by-sa-3.0', 'CC BY-SA 3.0'), ('cc0', 'CC0 1.0'), ('public-domain', 'public domain'), ('eu-reuse', 'European Union, reuse permitted'), ('jp-pdl-1.0', 'Public Data License (Japan) 1.0'), ('permission', 'used with permission'), ('mark', 'mark of its owner')], help_text='Under what terms we may show it; the page links to them.', max_length=20, verbose_name='licence of the picture'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('cover_focus_x__range', (0, 100)), ('cover_focus_y__range', (0, 100))), name='article_cover_focus', violation_error_message='The focal point lies in the picture: from 0 to 100 per cent.'),
        ),
    ]
