import io
import struct
import warnings
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from publishing.images import ImageFormField, reencoded


def encoded(format: str, size=(40, 20), mode: str = "RGB", colour=(200, 30, 30), **options) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, colour).save(output, format, **options)
    return output.getvalue()


def upload(content: bytes, name: str = "picture.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def refusal(content: bytes, name: str = "picture.png") -> str:
    with pytest.raises(ValidationError) as refused:
        ImageFormField().clean(upload(content, name))
    assert refused.value.messages[0].strip()
    return refused.value.code or refused.value.error_list[0].code


def decoded(file) -> Image.Image:
    return Image.open(io.BytesIO(file.read()))


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes whose header promises a large picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_written_anew_as_webp(format):
    file = ImageFormField().clean(upload(encoded(format)))

    picture = decoded(file)
    assert picture.format == "WEBP"
    assert picture.size == (40, 20)


@pytest.mark.parametrize(
    ("mode", "colour"), [("L", 100), ("LA", (100, 50)), ("RGBA", (1, 2, 3, 50)), ("P", 3), ("1", 1), ("I;16", 900)]
)
def test_every_kind_of_png_is_read(mode, colour):
    file = reencoded(upload(encoded("PNG", mode=mode, colour=colour)))

    assert decoded(file).size == (40, 20)


def test_a_cmyk_photograph_is_read():
    assert decoded(reencoded(upload(encoded("JPEG", mode="CMYK", colour=(0, 0, 0, 0))))).mode == "RGB"


def test_transparency_stays():
    picture = decoded(reencoded(upload(encoded("PNG", mode="RGBA", colour=(10, 20, 30, 0)))))

    assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_the_name_comes_from_the_content_and_not_from_the_upload():
    one = reencoded(upload(encoded("PNG"), "../../etc/passwd.php"))
    same = reencoded(upload(encoded("PNG"), "another.png"))
    other = reencoded(upload(encoded("PNG", colour=(0, 0, 250))))

    assert one.name == same.name != other.name
    assert one.name.endswith(".webp")
    assert "/" not in one.name


# What is no picture


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"just words", id="text named .png"),
        pytest.param(b"GIF89a/*<script>alert(1)</script>*/=1;", id="HTML and script in a GIF"),
        pytest.param(encoded("GIF", mode="P", colour=1), id="a GIF"),
        pytest.param(encoded("TIFF"), id="a TIFF"),
        pytest.param(encoded("BMP"), id="a BMP"),
        pytest.param(
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', id="an SVG with a script"
        ),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="PostScript"),
        pytest.param(b"%PDF-1.7\n", id="a PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="a signature alone"),
        pytest.param(b"\x00" * 100, id="zeros"),
    ],
)
def test_what_is_no_picture_is_refused(content):
    assert refusal(content) in ("not_a_picture", "damaged")


def test_an_empty_file_is_refused():
    assert refusal(b"") == "empty"


def test_html_behind_a_picture_is_gone():
    file = reencoded(upload(encoded("PNG") + b"<script>alert(1)</script>"))

    assert b"script" not in file.read()


def test_html_in_a_comment_of_a_picture_is_gone():
    file = reencoded(upload(encoded("JPEG", comment=b"<script>alert(1)</script>")))

    assert b"script" not in file.read()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_half_a_picture_is_refused(format):
    noise = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(noise, format)
    content = noise.getvalue()

    assert refusal(content[: len(content) // 2]) in ("damaged", "not_a_picture")


@hypothesis_settings(max_examples=150)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF"]), st.data())
def test_a_damaged_picture_is_taken_or_refused_and_nothing_else(format, data):
    exif = Image.Exif()
    exif[0x0112] = 6
    content = bytearray(encoded(format, exif=exif.tobytes()))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in production, where Pillow's warnings stop nothing
        try:
            file = reencoded(upload(bytes(content[:cut])))
        except ValidationError:
            return

    assert decoded(file).format == "WEBP"


def test_an_avif_whose_parts_do_not_fit_together_is_refused():
    """Pillow says so with a RuntimeError."""
    exif = Image.Exif()
    exif[0x0112] = 6
    content = bytearray(encoded("AVIF", exif=exif.tobytes()))
    content[47] = 125

    assert refusal(bytes(content[:277])) == "damaged"


# Bounds


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded():
    assert refusal(png_that_claims(30_000, 30_000)) == "too_many_pixels"
    assert refusal(png_that_claims(10_000, 10_000)) == "too_many_pixels"


@pytest.mark.parametrize("size", [(16_384, 1), (1, 16_384)])
def test_a_picture_with_too_long_a_side_is_refused_in_words(size):
    with pytest.raises(ValidationError) as refused:
        ImageFormField().clean(upload(encoded("PNG", size)))

    assert refused.value.code == "too_long"
    assert "16383" in refused.value.messages[0].replace(",", "")


def test_a_picture_with_the_longest_side_is_taken():
    assert decoded(ImageFormField().clean(upload(encoded("PNG", (16_383, 1))))).size == (16_383, 1)


def test_the_bound_of_pixels_is_a_setting(settings):
    settings.IMAGE_MAX_PIXELS = 40 * 20
    assert reencoded(upload(encoded("PNG"))).size

    settings.IMAGE_MAX_PIXELS = 40 * 20 - 1
    assert refusal(encoded("PNG")) == "too_many_pixels"


def test_a_file_with_too_many_bytes_is_refused(settings):
    settings.IMAGE_MAX_BYTES = 1024 * 1024

    assert refusal(encoded("PNG") + b"\0" * 1024 * 1024) == "too_large"


# Metadata


def test_position_and_camera_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 41.0, 22.0), 3: "E", 4: (139.0, 41.0, 30.0)})
    content = encoded("JPEG", exif=exif.tobytes())
    assert b"Camera of somebody" in content

    file = reencoded(upload(content))

    written = file.read()
    assert b"Camera" not in written
    picture = Image.open(io.BytesIO(written))
    assert not picture.getexif()
    assert "exif" not in picture.info
    assert "xmp" not in picture.info


def test_text_and_colour_profile_are_gone():
    from PIL.ImageCms import ImageCmsProfile, createProfile
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "Somebody private")
    content = encoded("PNG", pnginfo=notes, icc_profile=ImageCmsProfile(createProfile("sRGB")).tobytes())

    file = reencoded(upload(content))

    assert b"Somebody" not in file.read()


def test_a_photograph_taken_sideways_stands_upright():
    sideways = Image.new("RGB", (40, 20), (255, 255, 255))
    sideways.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    output = io.BytesIO()
    sideways.save(output, "JPEG", exif=exif.tobytes(), quality=95)

    picture = decoded(reencoded(upload(output.getvalue())))

    assert picture.size == (20, 40)
    red, green, _blue = picture.getpixel((10, 5))
    assert red > 200
    assert green < 80
