"""Pictures that editors upload: checked by decoding, never by name, and written anew without metadata.

`ImageField` keeps a picture together with its smaller sizes (`renditions`), all made when the record is saved.
"""

import datetime as dt
import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from .renditions import TYPES, Crop, Kept, Size, View, encoded, make, name_of, within

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
# As it was uploaded. Method 4 costs twice the time of 2 and saves a twentieth.
ORIGINAL: dict[str, Any] = {"format": "WEBP", "quality": 85, "method": 2}
SRGB = ImageCms.createProfile("sRGB")

# Our own limits are checked below, for every size that a setting may allow.
Image.MAX_IMAGE_PIXELS = None
# What WebP can hold.
LONGEST_SIDE = 16_383


class Reencoded(ContentFile):
    """A picture on its way to the storage, and what it looks like decoded."""

    def __init__(self, picture: Image.Image) -> None:
        content = encoded(picture, ORIGINAL)
        super().__init__(content, name=name_of(hashlib.sha256(content).hexdigest()[:20], picture))
        self.picture = picture


class Held(ContentFile):
    """The same, after it waited in the storage; decoded only where that is asked for."""

    def __init__(self, content: bytes, name: str, upload_name: str) -> None:
        super().__init__(content, name=name)
        self.upload_name = upload_name

    @cached_property
    def picture(self) -> Image.Image:
        return _decode(self)


def reencoded(upload: File) -> Reencoded:
    """The picture alone, upright, as WebP named by its content; ValidationError says what is wrong with the upload.

    Of an animated one it is the first frame.
    """
    if upload.size and upload.size > settings.IMAGE_MAX_BYTES:
        raise ValidationError(
            _("The picture is larger than %(megabytes)d MB. Please make it smaller."),
            code="too_large",
            params={"megabytes": settings.IMAGE_MAX_BYTES // (1024 * 1024)},
        )
    return Reencoded(_decode(upload))


def _decode(upload: File) -> Image.Image:
    """At fifty megapixels each copy of a picture is 200 MB, so there are never more than two."""
    try:
        upload.seek(0)
        picture = Image.open(upload, formats=FORMATS)
        _check_size(*picture.size)
        ImageOps.exif_transpose(picture, in_place=True)
        return _bare(_in_screen_colours(picture))
    except UnidentifiedImageError as error:
        raise ValidationError(_("This is not a JPEG, PNG, WebP or AVIF picture."), code="not_a_picture") from error
    except (OSError, SyntaxError, ValueError, RuntimeError) as error:
        raise ValidationError(_("The picture is damaged: it could not be read to its end."), code="damaged") from error


def _bare(picture: Image.Image) -> Image.Image:
    """What it looks like and nothing else: no metadata hangs on a new picture."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """As sRGB, because the profile that says what its colours mean goes with the rest of the metadata."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: Pillow would cut off at 255 what it should divide.
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L").convert(mode)
    plain = picture if picture.mode in (mode, "CMYK") else picture.convert(mode)
    if profile := picture.info.get("icc_profile"):
        with suppress(ImageCms.PyCMSError, OSError):
            described = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain = ImageCms.profileToProfile(plain, described, SRGB, outputMode=mode) or plain
    return plain if plain.mode == mode else plain.convert(mode)


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


# Forms


@dataclass(frozen=True)
class CameBack:
    """What a form shows that was refused: no browser chooses a file a second time by itself.

    `held` is the signed name under which a good picture waits for the form to be sent again; of a bad one, empty.
    """

    kept: Any
    name: str
    held: str = ""


HELD = "held/"
HELD_FOR = dt.timedelta(days=1)


def hold(picture: Reencoded | Held, upload_name: str) -> str:
    """Keep the picture aside, and throw away those that nobody came back for."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(HELD)[1]:
            if default_storage.get_modified_time(f"{HELD}{name}") < timezone.now() - HELD_FOR:
                default_storage.delete(f"{HELD}{name}")
    name = f"{HELD}{picture.name}"
    if not default_storage.exists(name):
        picture.seek(0)
        default_storage.save(name, picture)
    return signing.dumps([name, upload_name], salt=HELD)


def held_picture(token: str) -> Held | None:
    """As it was encoded then; None where it was not we who signed it, or it is no longer there."""
    with suppress(signing.BadSignature, FileNotFoundError):
        name, upload_name = signing.loads(token, salt=HELD, max_age=HELD_FOR)
        with default_storage.open(name) as file:
            return Held(file.read(), name.removeprefix(HELD), upload_name)
    return None


# The most room for a picture in a form, in pixels of the page.
PREVIEW = (480, 320)


def _preview(kept: Any) -> Size | None:
    return within(kept.described.width, kept.described.height, *PREVIEW) if kept.described else None


class PictureInput(forms.ClearableFileInput):
    """Shows the picture that is kept; a click on it sets the numbers of its focal point."""

    class Media:
        js = [forms.Script("js/focus.js", defer=True)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        back = value if isinstance(value, CameBack) else CameBack(value, "")
        kept = back.kept
        context = super().get_context(name, kept, attrs)
        widget = context["widget"]
        return {
            **context,
            "attributes": flatatt({name: value for name, value in widget["attrs"].items() if name != "checked"}),
            "again": back.name,
            "held": back.held,
            "held_name": f"{name}-held",
            "crop": kept.crop if widget["is_initial"] else None,
            "size": _preview(kept) if widget["is_initial"] else None,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        upload = super().value_from_datadict(data, files, name)
        token = data.get(f"{name}-held")
        return held_picture(token) if upload is None and token else upload

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return render_to_string("components/picture_input.html", self.get_context(name, value, attrs))


class ImageFormField(forms.FileField):
    widget = PictureInput

    def to_python(self, data: Any) -> Any:
        upload: Any = super().to_python(data)
        if upload:
            upload.checked = upload if isinstance(upload, Held) else reencoded(upload)
        return upload.checked if upload else upload

    def bound_data(self, data: Any, initial: Any) -> Any:
        if not isinstance(data, File):
            return initial
        checked = data if isinstance(data, Held) else getattr(data, "checked", None)
        name = getattr(data, "upload_name", data.name) or ""
        return CameBack(initial, name, hold(checked, name) if checked else "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"accept": "image/jpeg,image/png,image/webp,image/avif"}


# Models


@dataclass(frozen=True)
class Printed:
    """What a page prints of a view; a file that was never uploaded here has its address and no more."""

    src: str
    size: Size | None = None
    srcset: str = ""
    sources: tuple[tuple[str, str], ...] = ()


class PictureFile(FieldFile):
    field: "ImageField"
    decoded: Image.Image | None = None

    @property
    def described(self) -> Kept | None:
        return Kept.named(self.name or "")

    @property
    def crop(self) -> Crop | None:
        return getattr(self.instance, self.field.crop) if self.field.crop else None

    @property
    def whole(self) -> Printed:
        return self._printed(self.described.whole) if self.described else Printed(self.url)

    @property
    def part(self) -> Printed:
        """For a card: around the focal point."""
        return self._printed(self.described.part(self.crop)) if self.described and self.crop else Printed(self.url)

    @property
    def largest(self) -> str:
        """The address of one file for programs that choose nothing: feed readers, social media."""
        view = self.described.whole if self.described else None
        return self.storage.url(view.name(view.sizes[-1], view.fallback)) if view else self.url

    def _printed(self, view: View) -> Printed:
        def srcset(extension: str) -> str:
            return ", ".join(f"{self.storage.url(view.name(size, extension))} {size[0]}w" for size in view.sizes)

        middle = view.sizes[len(view.sizes) // 2]
        return Printed(
            src=self.storage.url(view.name(middle, view.fallback)),
            size=view.sizes[-1],
            srcset=srcset(view.fallback),
            sources=tuple((TYPES[extension], srcset(extension)) for extension in view.formats if extension in TYPES),
        )

    def save(self, name: str, content: File, save: bool = True) -> None:
        """A file named by its content is there once, whoever uploads it again."""
        self.decoded = getattr(content, "picture", None)
        kept = self.field.generate_filename(self.instance, name)
        if not self.storage.exists(kept):
            kept = self.storage.save(kept, content, max_length=self.field.max_length)
        self.name = kept
        setattr(self.instance, self.field.attname, kept)
        self._committed = True
        if save:
            self.instance.save()

    def make_renditions(self) -> None:
        """Those that are not there yet: nothing is opened where all are, but a new photograph takes seconds."""
        if not self.described:
            return
        views = [self.described.whole, *([self.described.part(self.crop)] if self.crop else [])]
        missing = [view for view in views if not all(self.storage.exists(name) for name, _size, _end in view.files())]
        if missing and (picture := self.decoded or self._stored()):
            for view in missing:
                make(picture, view, self.storage)

    def _stored(self) -> Image.Image | None:
        """None where a document names a picture that this site does not have, or that is not what its name says."""
        if self.name and self.described and self.storage.exists(self.name):
            with suppress(ValidationError), self.storage.open(self.name) as file:
                picture = _decode(file)
                return picture if picture.size == (self.described.width, self.described.height) else None
        return None


class ImageField(models.FileField):
    """A picture that went through `reencoded`; saving makes its renditions.

    `crop` names the attribute of the model that says which part of it a card shows.
    """

    attr_class = PictureFile

    def __init__(self, *args: Any, crop: str = "", **kwargs: Any) -> None:
        self.crop = crop
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """A file that a document names and nobody uploaded goes through the same door."""
        file = super().clean(value, model_instance)
        if not file or not file._committed or file.described or not file.storage.exists(file.name):
            return file
        with file.storage.open(file.name) as stranger:
            return reencoded(stranger)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = super().pre_save(model_instance, add)
        if file:
            file.make_renditions()
        return file

    def formfield(self, **kwargs: Any) -> Any:
        """The name of an upload may be as long as it likes: it is not kept."""
        kwargs = {**kwargs, "form_class": ImageFormField, "widget": PictureInput, "max_length": None}
        return super().formfield(**kwargs)
