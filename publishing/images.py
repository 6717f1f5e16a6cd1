"""Pictures that editors upload: checked by decoding, never by name, and written anew without metadata."""

import hashlib
import io
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")


# Our own limits are checked below, for every size that a setting may allow.
Image.MAX_IMAGE_PIXELS = None
# What WebP can hold.
LONGEST_SIDE = 16_383


def reencoded(upload: File) -> ContentFile:
    """The picture alone, upright, as WebP named by its content; ValidationError says what is wrong with the upload."""
    if upload.size and upload.size > settings.IMAGE_MAX_BYTES:
        raise ValidationError(
            _("The picture is larger than %(megabytes)d MB. Please make it smaller."),
            code="too_large",
            params={"megabytes": settings.IMAGE_MAX_BYTES // (1024 * 1024)},
        )
    picture = _decode(upload)
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    output = io.BytesIO()
    bare.save(output, "WEBP", quality=85, method=4)
    content = output.getvalue()
    return ContentFile(content, name=f"{hashlib.sha256(content).hexdigest()[:20]}.webp")


def _decode(upload: File) -> Image.Image:
    try:
        upload.seek(0)
        picture = Image.open(upload, formats=FORMATS)
        _check_size(*picture.size)
        upright = ImageOps.exif_transpose(picture)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except UnidentifiedImageError as error:
        raise ValidationError(_("This is not a JPEG, PNG, WebP or AVIF picture."), code="not_a_picture") from error
    except (OSError, SyntaxError, ValueError, RuntimeError) as error:
        raise ValidationError(_("The picture is damaged: it could not be read to its end."), code="damaged") from error


def _check_size(width: int, height: int) -> None:
    """Before anything is decoded: the header alone tells what a decompression bomb would become."""
    if width * height > settings.IMAGE_MAX_PIXELS:
        raise ValidationError(
            _("The picture has more than %(megapixels)d megapixels. Please make it smaller."),
            code="too_many_pixels",
            params={"megapixels": settings.IMAGE_MAX_PIXELS // 1_000_000},
        )
    if max(width, height) > LONGEST_SIDE:
        raise ValidationError(
            _("A side of the picture is longer than %(pixels)d pixels. Please make it smaller."),
            code="too_long",
            params={"pixels": LONGEST_SIDE},
        )


class ImageFormField(forms.FileField):
    widget = forms.ClearableFileInput

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        return reencoded(upload) if upload else upload

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"accept": "image/jpeg,image/png,image/webp,image/avif"}


class ImageField(models.FileField):
    """A file that went through `reencoded`; forms see to it."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": ImageFormField, **kwargs})
