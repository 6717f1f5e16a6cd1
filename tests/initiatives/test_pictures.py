"""Covers and logos from an editor's upload to the reader's page."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from PIL.ImageCms import ImageCmsProfile, createProfile

from articles.models import Article
from initiatives.models import Initiative, Partner
from publishing.datasets import DatasetError
from publishing.documents import document_of
from publishing.models import Revision
from tests.factories import ArticleFactory, InitiativeFactory, ParticipationFactory, PartnerFactory
from tests.initiatives.test_admin import Form, errors
from tests.publishing.test_images import encoded, png_that_claims
from tests.small_dataset import Files

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path)


def form_of(client, record) -> Form:
    app, name = record._meta.app_label, record._meta.model_name
    form = Form(client, reverse(f"admin:{app}_{name}_change", args=[record.pk]))
    for field, words in {"cover_alt_en": "A picture.", "cover_alt_ja": "画像。"}.items():
        if form.data.get(field) == [""]:
            form[field] = words
    return form


def upload(content: bytes, name: str = "picture.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def choose(form: Form, content: bytes, field: str = "cover", name: str = "picture.png") -> None:
    """As a browser does: a file belongs to one sending of the form."""
    assert form.page.select_one(f'input[type="file"][name="{field}"]')
    form.data[field] = [upload(content, name)]


def with_cover(client, content: bytes = b"", factory=InitiativeFactory, **values):
    """A record whose cover came through the form."""
    record = factory(published=True, **values)
    form = form_of(client, record)
    choose(form, content or encoded("JPEG", (1000, 800)))
    form.save()
    record.refresh_from_db()
    return record


def stored(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def decoded(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def opened(path: Path) -> Image.Image:
    return decoded(path.read_bytes())


def img(page, place: str = "main"):
    return page.select_one(f"{place} picture img")


def candidates(srcset: str) -> dict[str, str]:
    """{width: address} of a srcset."""
    return {width: address for address, width in (one.split() for one in srcset.split(", "))}


# What is kept of an upload


def test_an_upload_is_kept_whole_and_in_every_size_and_format(editor, media):
    record = with_cover(editor, encoded("JPEG", (2000, 1000)))

    files = stored(media)
    sizes = {(opened(path).format, opened(path).size) for path in files}
    whole = [(480, 240), (960, 480), (1600, 800)]
    parts = [(400, 100), (800, 200)]
    assert sizes == {("WEBP", (2000, 1000))} | {
        (format, size) for format in ("AVIF", "WEBP", "JPEG") for size in whole + parts
    }
    assert media / record.cover.name in files
    for path in files:
        width, height = opened(path).size
        assert f"-{width}x{height}." in path.name


def test_what_is_transparent_is_kept_as_png_beside_avif_and_webp(editor, media):
    partner = PartnerFactory()
    form = form_of(editor, partner)
    choose(form, encoded("PNG", (600, 200), "RGBA", (10, 20, 30, 0)), "logo")
    form.save()

    files = stored(media)
    assert {opened(path).format for path in files} == {"AVIF", "WEBP", "PNG"}
    assert all(opened(path).convert("RGBA").getpixel((0, 0))[3] == 0 for path in files)
    assert not [path for path in files if "-at" in path.name], "a logo has no card to be cut for"


def test_the_same_picture_twice_is_one_set_of_files(editor, media):
    one = with_cover(editor)
    before = {path: path.stat().st_mtime_ns for path in stored(media)}

    other = with_cover(editor)

    assert one.cover.name == other.cover.name
    assert {path: path.stat().st_mtime_ns for path in stored(media)} == before


def test_moving_the_focal_point_makes_the_new_crops_once_and_leaves_the_rest(editor, media):
    record = with_cover(editor)
    before = {path: path.stat().st_mtime_ns for path in stored(media)}

    form = form_of(editor, record)
    form["cover_focus_y"] = "10"
    form.save()
    made = [path for path in stored(media) if path not in before]
    again = form_of(editor, record)
    again["acronym"] = "NEW"
    again.save()

    assert {path.suffix for path in made} == {".avif", ".webp", ".jpg"}
    assert all("-at0x0-" in path.name for path in made)
    after = {path: path.stat().st_mtime_ns for path in stored(media) if path not in made}
    assert after == before
    assert len(stored(media)) == len(before) + len(made)


def test_a_crop_shows_what_the_focal_point_is_on(editor, media, visit):
    picture = Image.new("RGB", (1000, 1000), "blue")
    picture.paste("red", (0, 0, 1000, 250))
    content = io.BytesIO()
    picture.save(content, "PNG")
    record = with_cover(editor, content.getvalue())
    form = form_of(editor, record)
    form["cover_focus_y"] = "5"
    form.save()

    address = img(visit("/initiatives/"), ".card")["src"]

    red, _green, blue = opened(media / address.removeprefix("/media/")).getpixel((100, 50))
    assert red > 200 > 60 > blue


def test_saving_makes_what_is_missing(editor, media):
    record = with_cover(editor)
    files = stored(media)
    for path in files:
        if path != media / record.cover.name:
            path.unlink()

    form_of(editor, record).save()

    assert stored(media) == files


def test_a_record_whose_picture_is_gone_can_still_be_saved(editor, media):
    record = with_cover(editor)
    for path in stored(media):
        path.unlink()

    form_of(editor, record).save()

    assert stored(media) == []


def test_a_picture_of_which_the_storage_kept_only_half_does_not_stop_the_record(editor, media):
    record = with_cover(editor)
    kept = media / record.cover.name
    for path in stored(media):
        path.unlink() if path != kept else path.write_bytes(path.read_bytes()[:40])

    form_of(editor, record).save()

    assert stored(media) == [kept]


def test_a_file_that_is_not_what_its_name_says_does_not_stop_the_record(media):
    name = "covers/0123456789abcdef0123-4000x3000.webp"
    (media / "covers").mkdir(parents=True)
    (media / name).write_bytes(encoded("WEBP", (40, 20)))

    InitiativeFactory(cover=name)

    assert stored(media) == [media / name]


def test_a_long_name_of_an_upload_is_no_matter(editor):
    record = InitiativeFactory()
    form = form_of(editor, record)

    choose(form, encoded("PNG"), name=f"{'写真' * 100}.png")
    form.save()

    assert Initiative.objects.get().cover


# What is not taken

EXIF = Image.Exif()
EXIF[0x0112] = 6


def noisy(format: str) -> bytes:
    content = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(content, format)
    return content.getvalue()


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
POLYGLOT = b"GIF89a/*" + encoded("GIF", mode="P", colour=1)[8:] + b"*/=1;<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(png_that_claims(50_000, 50_000), "more than 50 megapixels", id="a bomb by its header"),
        pytest.param(encoded("PNG", (10_000, 5_001)), "more than 50 megapixels", id="a bomb that decodes"),
        pytest.param(half(noisy("JPEG")), "damaged", id="half a JPEG"),
        pytest.param(half(noisy("PNG")), "damaged", id="half a PNG"),
        pytest.param(half(noisy("WEBP")), "damaged|not a JPEG", id="half a WebP"),
        pytest.param(half(noisy("AVIF")), "damaged|not a JPEG", id="half an AVIF"),
        pytest.param(SVG, "not a JPEG, PNG, WebP or AVIF", id="an SVG with a script"),
        pytest.param(POLYGLOT, "not a JPEG, PNG, WebP or AVIF", id="HTML in a GIF"),
        pytest.param(b"GIF89a<html><script>alert(1)</script>", "not a JPEG", id="HTML that begins like a GIF"),
        pytest.param(b"%PDF-1.7\n", "not a JPEG, PNG, WebP or AVIF", id="a PDF"),
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(png_that_claims(0, 20), "not a JPEG, PNG, WebP or AVIF", id="no width"),
        pytest.param(png_that_claims(20, 0), "not a JPEG, PNG, WebP or AVIF", id="no height"),
        pytest.param(encoded("PNG", (16_384, 1)), "longer than 16383 pixels", id="a line"),
    ],
)
@pytest.mark.parametrize("field", ["cover", "logo"])
def test_a_bad_picture_is_refused_in_words_and_nothing_is_stored(editor, media, field, content, words):
    record = InitiativeFactory(published=True) if field == "cover" else PartnerFactory()
    form = form_of(editor, record)
    choose(form, content, field)

    page = form.refused()

    said = errors(page, f".field-{field}")
    assert any(word in said for word in words.split("|")), said
    assert stored(media) == []
    record.refresh_from_db()
    assert not getattr(record, field)


def test_how_many_bytes_a_picture_may_have_is_a_setting(editor, media, settings):
    settings.IMAGE_MAX_BYTES = 1024 * 1024
    form = form_of(editor, InitiativeFactory())
    choose(form, encoded("PNG") + b"\0" * 1024 * 1024)

    assert "larger than 1 MB" in errors(form.refused(), ".field-cover")
    assert stored(media) == []


def test_how_many_pixels_a_picture_may_have_is_a_setting(editor, media, settings):
    settings.IMAGE_MAX_PIXELS = 1_000_000
    form = form_of(editor, InitiativeFactory())
    choose(form, encoded("PNG", (1001, 1000)))

    assert "more than 1 megapixels" in errors(form.refused(), ".field-cover")
    assert stored(media) == []


def test_a_file_of_fifteen_megabytes_and_a_byte_is_refused(editor, media):
    form = form_of(editor, InitiativeFactory())
    content = encoded("PNG")
    choose(form, content + b"\0" * (15 * 1024 * 1024 + 1 - len(content)))

    assert "larger than 15 MB" in errors(form.refused(), ".field-cover")
    assert stored(media) == []


def test_a_refused_picture_is_named_and_to_be_chosen_again_beside_the_one_that_stays(editor, media):
    record = with_cover(editor)
    form = form_of(editor, record)
    choose(form, SVG, name="logo <b>.png")

    page = form.refused()

    again = page.select_one(".field-cover .picture-input__again").get_text()
    assert "logo <b>.png" in again
    assert "choose the picture again" in again
    assert page.select_one(".field-cover svg image")["href"].startswith(f"/media/{record.cover.name[:20]}")


def test_a_good_picture_waits_until_the_form_is_right(editor, media):
    """Through two refusals, and it is the very picture that was encoded at first."""
    record = InitiativeFactory()
    form = form_of(editor, record)
    choose(form, encoded("PNG"), name="signing.png")
    form["title_en"] = ""
    for _refusal in range(2):
        page = form.refused()
        assert "signing.png" in page.select_one(".field-cover .picture-input__held").get_text()
        form.data.pop("cover", None)
        form.data["cover-held"] = [page.select_one('[name="cover-held"]')["value"]]
    held = next((media / "held").iterdir())

    form["title_en"] = "Right"
    form.save()

    record.refresh_from_db()
    assert Path(record.cover.name).name == held.name
    assert (media / record.cover.name).read_bytes() == held.read_bytes()


@pytest.mark.parametrize("token", ["nonsense", "held/x.webp", "a:b:c"])
def test_only_what_we_held_ourselves_is_taken_up_again(editor, token):
    record = InitiativeFactory()
    form = form_of(editor, record)
    form.data["cover-held"] = [token]

    form.save()

    record.refresh_from_db()
    assert not record.cover


def test_another_picture_goes_before_the_one_that_waits(editor, media):
    record = InitiativeFactory()
    form = form_of(editor, record)
    choose(form, encoded("PNG"), name="first.png")
    form["title_en"] = ""
    page = form.refused()
    form.data["cover-held"] = [page.select_one('[name="cover-held"]')["value"]]
    choose(form, encoded("JPEG"), name="second.jpg")
    form["title_en"] = "Right"

    form.save()

    record.refresh_from_db()
    assert Path(record.cover.name).name != next((media / "held").iterdir()).name


def test_what_nobody_came_back_for_goes_after_a_day(editor, media):
    form = form_of(editor, InitiativeFactory())
    choose(form, encoded("PNG"), name="first.png")
    form["title_en"] = ""
    form.refused()
    (first,) = (media / "held").iterdir()
    os.utime(first, (0, 0))

    choose(form, encoded("JPEG"), name="second.jpg")
    form.refused()

    assert first not in (media / "held").iterdir()


def test_a_form_without_mistakes_says_nothing_of_choosing_again(editor):
    assert not form_of(editor, InitiativeFactory()).page.select(".picture-input__again")


def test_a_picture_can_be_taken_away_and_its_file_stays_for_the_history(editor, media):
    record = with_cover(editor)
    form = form_of(editor, record)
    form.data["cover-clear"] = ["on"]

    form.save()

    record.refresh_from_db()
    assert not record.cover
    assert stored(media)


@pytest.mark.parametrize(("x", "y"), [("101", "50"), ("50", "-1"), ("", "50"), ("half", "50")])
def test_a_focal_point_outside_the_picture_is_refused(editor, x, y):
    form = form_of(editor, InitiativeFactory())
    form["cover_focus_x"], form["cover_focus_y"] = x, y

    assert errors(form.refused(), ".field-cover_focus_x")


def test_the_database_keeps_the_focal_point_in_the_picture():
    record = InitiativeFactory()

    with pytest.raises(IntegrityError):
        Initiative.objects.filter(pk=record.pk).update(cover_focus_x=101)


# What is gone from what is taken

PAYLOAD = b"<html><script>document.location='https://evil.example/'</script></html>"


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("evil.html", PAYLOAD)
    return content.getvalue()


def chunks(payload: bytes, length: int = 8) -> list[bytes]:
    """Every piece of it that no picture has by chance: a row of zeros would be in many."""
    pieces = [payload[place : place + length] for place in range(len(payload) - length + 1)]
    return [piece for piece in pieces if len(set(piece)) > length // 2]


@pytest.mark.parametrize("payload", [PAYLOAD, zipped()], ids=["HTML", "a zip"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_byte_of_what_hangs_behind_a_picture_is_stored(editor, media, format, payload):
    with_cover(editor, encoded(format, (900, 500)) + payload)

    files = stored(media)
    assert files
    for path in files:
        content = path.read_bytes()
        assert not any(chunk in content for chunk in chunks(payload)), path.name


def test_nothing_a_camera_wrote_is_in_any_file(editor, media):
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 41.0, 22.0), 3: "E", 4: (139.0, 41.0, 30.0)})
    content = encoded(
        "JPEG", (900, 500), exif=exif.tobytes(), comment=b"taken at home", xmp=b"<x:xmpmeta>me</x:xmpmeta>"
    )
    assert b"Camera of somebody" in content
    assert b"xmpmeta" in content

    with_cover(editor, content)

    for path in stored(media):
        written, picture = path.read_bytes(), opened(path)
        assert not [word for word in (b"Camera", b"Exif", b"home", b"xmp") if word in written], path.name
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "gps"} & set(picture.info)


def test_a_photograph_taken_sideways_stands_upright_in_every_file(editor, media):
    sideways = Image.new("RGB", (1000, 500), "white")
    sideways.paste("red", (0, 0, 500, 500))
    content = io.BytesIO()
    sideways.save(content, "JPEG", exif=EXIF.tobytes(), quality=95)

    with_cover(editor, content.getvalue())

    for path in stored(media):
        if "-at" not in path.name:
            picture = opened(path).convert("RGB")
            red, green, _blue = picture.getpixel((picture.width // 2, picture.height // 4))
            assert picture.height > picture.width
            assert red > 200 > 80 > green, path.name


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        pytest.param(encoded("JPEG", (90, 60), "CMYK", (0, 255, 255, 0)), (255, 0, 0), id="CMYK"),
        pytest.param(encoded("PNG", (90, 60), "I;16", 32_768), (128, 128, 128), id="16 bits of grey"),
        pytest.param(encoded("PNG", (90, 60), "1", 1), (255, 255, 255), id="black and white"),
        pytest.param(encoded("PNG", (90, 60), "LA", (100, 255)), (100, 100, 100), id="grey with transparency"),
        pytest.param(encoded("PNG", (90, 60), "RGBA", (0, 0, 250, 255)), (0, 0, 250), id="transparent"),
    ],
)
def test_every_kind_of_picture_keeps_its_colours(editor, media, content, colour):
    record = with_cover(editor, content)

    got = opened(media / record.cover.name).convert("RGB").getpixel((45, 30))

    assert all(abs(one - other) < 12 for one, other in zip(got, colour, strict=True)), got


def test_a_palette_keeps_its_colours_and_its_transparency(editor, media):
    picture = Image.new("P", (90, 60), 1)
    picture.putpalette([0, 0, 0, 0, 200, 0])
    picture.paste(0, (0, 0, 45, 60))
    content = io.BytesIO()
    picture.save(content, "PNG", transparency=0)

    record = with_cover(editor, content.getvalue())

    kept = opened(media / record.cover.name).convert("RGBA")
    assert kept.getpixel((10, 30))[3] == 0
    assert kept.getpixel((80, 30))[1] > 180


def test_colours_mean_what_the_profile_of_the_picture_said(editor, media):
    """In this profile red and blue have changed places, so a plain copy would show the wrong one."""
    srgb = ImageCmsProfile(createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    content = encoded("PNG", (90, 60), colour=(250, 0, 0), icc_profile=swapped)

    record = with_cover(editor, content)

    red, _green, blue = opened(media / record.cover.name).getpixel((45, 30))
    assert blue > 200 > 100 > red


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_of_an_animated_picture_the_first_frame_is_kept(editor, media, format):
    frames = [Image.new("RGB", (90, 60), colour) for colour in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, format, save_all=True, append_images=frames[1:], duration=100)

    record = with_cover(editor, content.getvalue())

    kept = opened(media / record.cover.name)
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((45, 30))[0] > 200


# On the page


def test_a_page_offers_avif_webp_and_jpeg_in_widths_that_are_there(editor, client, media, visit):
    record = with_cover(editor, encoded("JPEG", (2000, 1000)))
    Initiative.objects.update(cover_alt_en="Two people sign", cover_alt_ja="署名する二人")

    page = visit(record.get_absolute_url())

    picture = page.select_one(".record__header picture")
    assert [source["type"] for source in picture.select("source")] == ["image/avif", "image/webp"]
    image = picture.img
    assert image["alt"] == "Two people sign"
    assert (image["width"], image["height"]) == ("640", "320")
    assert image["decoding"] == "async"
    for tag in [*picture.select("source"), image]:
        assert tag["sizes"]
        assert list(candidates(tag["srcset"])) == ["480w", "960w", "1600w"]
        for width, address in candidates(tag["srcset"]).items():
            response = client.get(address)
            content = b"".join(response.streaming_content)
            assert decoded(content).width == int(width.removesuffix("w"))
            assert response["Content-Type"] == f"image/{decoded(content).format.lower()}"
    assert image["src"] in candidates(image["srcset"]).values()
    assert img(visit(f"/ja{record.get_absolute_url()}"))["alt"] == "署名する二人"


@pytest.mark.parametrize(
    ("factory", "address", "sizes"),
    [
        (InitiativeFactory, "/initiatives/", ("800", "200")),
        (ArticleFactory, "/articles/", ("800", "320")),
    ],
)
def test_a_card_shows_the_crop_of_its_shape_and_loads_it_late(editor, media, visit, factory, address, sizes):
    with_cover(editor, factory=factory)

    image = img(visit(address), ".card")

    assert (image["width"], image["height"]) == sizes
    assert image["loading"] == "lazy"
    assert all((media / one.removeprefix("/media/")).exists() for one in candidates(image["srcset"]).values())


def test_what_the_picture_shows_is_said_in_a_language_there_is_and_marked(editor, visit):
    record = with_cover(editor)
    Initiative.objects.update(cover_alt_en="Two people sign", cover_alt_ja="")

    image = img(visit(f"/ja{record.get_absolute_url()}"))

    assert (image["alt"], image["lang"]) == ("Two people sign", "en")


def test_a_picture_that_decorates_says_nothing(editor, visit):
    record = with_cover(editor)
    Initiative.objects.update(cover_alt_en="Two people sign", cover_decorative=True)

    for address in (record.get_absolute_url(), "/initiatives/", f"/ja{record.get_absolute_url()}"):
        image = img(visit(address))
        assert image["alt"] == ""
        assert not image.has_attr("lang")


@pytest.mark.parametrize("factory", [InitiativeFactory, ArticleFactory])
def test_whose_the_picture_is_and_on_what_terms_stands_under_it(editor, visit, factory):
    record = with_cover(editor, factory=factory)
    type(record).objects.update(cover_credit="Ko & Co.", cover_licence="cc-by-sa-4.0")

    caption = visit(record.get_absolute_url()).select_one("figure figcaption")

    assert "Ko & Co." in caption.get_text()
    assert caption.a["href"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert caption.a.get_text() == "CC BY-SA 4.0"


def test_without_credit_and_licence_there_is_no_caption(editor, visit):
    record = with_cover(editor)

    assert not visit(record.get_absolute_url()).select("figcaption")


def test_terms_that_have_no_page_are_no_link(editor, visit):
    record = with_cover(editor)
    Initiative.objects.update(cover_licence="permission")

    caption = visit(record.get_absolute_url()).select_one("figcaption")

    assert "used with permission" in caption.get_text()
    assert not caption.a


@pytest.mark.parametrize("words", ["Logo of RIKEN", "A rainbow"])
def test_a_logo_says_what_it_is(editor, visit, words):
    partner = ParticipationFactory(initiative__published=True, partner__name_en="RIKEN").partner
    form = form_of(editor, partner)
    choose(form, encoded("PNG", (600, 200), "RGBA", (9, 9, 9, 9)), "logo")
    form["logo_alt_en"] = "" if words.startswith("Logo") else words
    form["logo_credit"] = "RIKEN"
    form.save()

    page = visit(partner.get_absolute_url())

    image = img(page)
    assert image["alt"] == words
    assert (image["width"], image["height"]) == ("224", "75")
    assert page.select_one("source")["type"] == "image/avif"
    assert "RIKEN" in page.select_one(".record__header .credit").get_text()


def test_social_media_and_feeds_get_a_jpeg(editor, visit, client, settings):
    settings.SITE_URL = "https://alliance.example"
    record = with_cover(editor, encoded("PNG", (2000, 1000)))
    Initiative.objects.update(cover_credit="Ko", cover_licence="cc0")

    shown = visit(record.get_absolute_url()).select_one('meta[property="og:image"]')["content"]
    feed = BeautifulSoup(client.get("/initiatives/feed.rss").content, "xml").item.description.get_text()

    assert shown.startswith("https://alliance.example/media/covers/")
    assert shown.endswith("-1600x800.jpg")
    assert shown in feed
    assert "CC0 1.0" in feed


def test_a_page_of_thirty_pictures_asks_as_often_as_one_of_three_and_opens_no_file(editor, client, media):
    with_cover(editor)
    cover = Initiative.objects.get().cover.name
    InitiativeFactory.create_batch(2, published=True, cover=cover)
    for path in stored(media):
        path.unlink()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/initiatives/?per_page=48").content.count(b"<picture>") == Initiative.objects.count()
        return len(asked)

    three = queries()
    InitiativeFactory.create_batch(27, published=True, cover=cover)

    assert queries() == three


# In the admin


def test_the_form_shows_the_picture_and_its_focal_point(editor):
    record = with_cover(editor)
    form = form_of(editor, record)
    form["cover_focus_x"] = "20"
    form.save()

    preview = form_of(editor, record).page.select_one(".field-cover svg[data-focus]")

    assert preview["data-focus"] == "cover_focus"
    assert preview.circle["cx"] == "20%"
    assert preview.image["href"].endswith(".jpg")
    assert (preview["width"], preview["height"]) == ("400", "320")


# As documents

SAYS = {
    "cover_alt_en": "Two people sign",
    "cover_alt_ja": "署名する二人",
    "cover_credit": "Ko",
    "cover_licence": "cc-by-4.0",
    "cover_focus_x": 20,
    "cover_focus_y": 0,
}


@pytest.mark.parametrize("factory", [InitiativeFactory, ArticleFactory])
def test_everything_about_a_picture_is_in_the_document_and_comes_back(editor, factory, tmp_path):
    record = with_cover(editor, factory=factory)
    model = type(record)
    model.objects.update(**SAYS, cover_decorative=True)
    before = model.objects.values("cover", "cover_decorative", *SAYS).get()

    call_command("dump_record", "--to", tmp_path, verbosity=0)
    Revision.objects.all().delete()
    model.objects.all().delete()
    call_command("load_record", *tmp_path.glob("*.yaml"), verbosity=0)

    assert model.objects.values("cover", "cover_decorative", *SAYS).get() == before


def test_a_logo_and_what_is_said_of_it_come_back(tmp_path):
    says = {
        "logo": "partners/a.webp",
        "logo_alt_en": "A rainbow",
        "logo_alt_ja": "虹",
        "logo_credit": "RIKEN",
        "logo_licence": "mark",
    }
    ParticipationFactory(initiative__published=True, partner=PartnerFactory(**says))

    call_command("dump_record", "--to", tmp_path, verbosity=0)
    for model in (Initiative, Partner, Revision):
        model.objects.all().delete()
    call_command("load_record", *tmp_path.glob("*.yaml"), verbosity=0)

    assert Partner.objects.values(*says).get() == says


def test_what_is_as_usual_is_not_in_the_document(editor):
    initiative, article = with_cover(editor), with_cover(editor, factory=ArticleFactory)

    for record in (initiative, article):
        document = document_of(record)
        assert [name for name in document if name.startswith("cover")] == ["cover", "cover_alt", "cover_alt_ja"]


def test_a_file_may_say_what_is_usual_and_nothing_is_left_to_do(files):
    files.initiative |= {"cover_decorative": False, "cover_focus_x": 50, "cover_focus_y": 50}
    files.load()

    report = files.load()

    assert (report.changed, report.kept) == ([], [])
    assert Initiative.objects.get(slug="q-neko").cover_focus_x == 50


def test_loading_a_picture_that_lies_in_the_storage_checks_it_and_makes_its_sizes(files, media):
    (media / "covers").mkdir(parents=True)
    (media / "covers" / "photo.jpg").write_bytes(encoded("JPEG", (900, 600), comment=b"taken at home"))
    files.initiative |= {"cover": "covers/photo.jpg", "cover_focus_y": 0}

    files.load()
    report = files.load()

    cover = Initiative.objects.get(slug="q-neko").cover
    assert cover.name.endswith("-900x600.webp")
    made = [path for path in stored(media) if path.name != "photo.jpg"]
    assert {opened(path).format for path in made} == {"WEBP", "AVIF", "JPEG"}
    assert not [path for path in made if b"home" in path.read_bytes()]
    assert (report.changed, report.kept) == ([], [])


def test_loading_a_file_that_is_no_picture_is_refused_with_record_and_field(files, media):
    (media / "covers").mkdir(parents=True)
    (media / "covers" / "photo.jpg").write_bytes(SVG)
    files.initiative["cover"] = "covers/photo.jpg"

    with pytest.raises(DatasetError) as refused:
        files.load()

    assert "initiative q-neko: cover: This is not a JPEG" in str(refused.value)


@pytest.mark.parametrize("name", ["../secret.webp", "/etc/passwd", "covers/../../x", "https://evil.example/x.png", "x"])
def test_a_document_names_no_file_outside_the_storage(files, name):
    files.initiative["cover"] = name

    with pytest.raises(DatasetError):
        files.load()


def test_moving_the_focal_point_is_no_news(editor, client):
    record = with_cover(editor)
    before = Initiative.objects.get().changed_at
    told = len(BeautifulSoup(client.get(record.get_absolute_url()).content, "lxml").select("#history + ol > li"))

    form = form_of(editor, record)
    form["cover_focus_x"] = "10"
    form.save()

    page = BeautifulSoup(client.get(record.get_absolute_url()).content, "lxml")
    assert Initiative.objects.get().changed_at == before
    assert len(page.select("#history + ol > li")) == told
    assert Revision.objects.last().document["cover_focus_x"] == 10


def test_a_new_licence_is_told_in_words(editor, visit):
    record = with_cover(editor)
    form_of(editor, record).save()
    form = form_of(editor, record)
    form["cover_licence"] = "public-domain"
    form.save()

    history = visit(record.get_absolute_url()).select_one("#history + ol").get_text()

    assert "public domain" in history
    assert "public-domain" not in history


def test_an_article_keeps_its_picture_like_an_initiative(editor, visit):
    article = with_cover(editor, factory=ArticleFactory)

    image = img(visit(article.get_absolute_url()), ".article__header")

    assert Article.objects.get().cover
    assert (image["width"], image["height"]) == ("700", "560")
