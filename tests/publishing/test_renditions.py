"""What the files of a picture are called and how large they are."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from publishing.renditions import Crop, Kept, make, name_of, within

STEM = "covers/0123456789abcdef0123"


def kept(size: str) -> Kept:
    found = Kept.named(f"{STEM}-{size}.webp")
    assert found
    return found


def test_a_name_tells_the_size_and_whether_the_picture_is_transparent():
    opaque = name_of(STEM, Image.new("RGB", (1600, 900)))
    clear = name_of(STEM, Image.new("RGBA", (300, 80)))

    assert opaque == f"{STEM}-1600x900.webp"
    assert Kept.named(opaque) == Kept(STEM, 1600, 900, "")
    assert Kept.named(clear) == Kept(STEM, 300, 80, "a")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "covers/a.webp",
        f"{STEM}.webp",
        f"{STEM}-0x9.webp",
        f"{STEM}-9x9.jpg",
        f"{STEM}-9x9.webp\n",
        f"{STEM}-9.webp",
    ],
)
def test_another_name_tells_nothing(name):
    assert Kept.named(name) is None


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ("4000x3000", [(480, 360), (960, 720), (1600, 1200)]),
        ("3000x4000", [(360, 480), (720, 960), (1200, 1600)]),
        ("1600x900", [(480, 270), (960, 540), (1600, 900)]),
        ("700x300", [(480, 206), (700, 300)]),
        ("480x480", [(480, 480)]),
        ("40x20", [(40, 20)]),
        ("1x1", [(1, 1)]),
        ("16383x1", [(480, 1), (960, 1), (1600, 1)]),
    ],
)
def test_no_size_is_larger_than_the_picture(size, sizes):
    assert kept(size).whole.sizes == sizes


@pytest.mark.parametrize(
    ("crop", "box"),
    [
        (Crop(4, 50, 50), (0, 1000, 4000, 2000)),
        (Crop(4, 50, 0), (0, 0, 4000, 1000)),
        (Crop(4, 50, 100), (0, 2000, 4000, 3000)),
        (Crop(4, 0, 30), (0, 400, 4000, 1400)),
        (Crop(1, 0, 0), (0, 0, 3000, 3000)),
        (Crop(1, 90, 0), (1000, 0, 4000, 3000)),
    ],
)
def test_a_part_lies_around_the_focal_point_as_far_as_the_picture_goes(crop, box):
    assert kept("4000x3000").part(crop).box == box


@pytest.mark.parametrize("size", ["1x1", "1x16383", "16383x1", "3x2", "200x50", "50x200", "799x3000"])
@pytest.mark.parametrize("crop", [Crop(4, 0, 0), Crop(2.5, 100, 100), Crop(2.5, 33, 66)])
def test_a_part_of_any_picture_lies_in_it(size, crop):
    picture = kept(size)

    part = picture.part(crop)

    left, top, right, bottom = part.box
    assert 0 <= left < right <= picture.width
    assert 0 <= top < bottom <= picture.height
    assert all(width <= right - left and height >= 1 for width, height in part.sizes)


def test_the_same_part_has_the_same_name_however_it_was_pointed_at():
    picture = kept("4000x3000")

    assert list(picture.part(Crop(4, 10, 50)).files()) == list(picture.part(Crop(4, 90, 50)).files())
    assert list(picture.part(Crop(4, 50, 40)).files()) != list(picture.part(Crop(4, 50, 50)).files())


def test_what_is_transparent_falls_back_to_png():
    assert kept("300x80").whole.fallback == "jpg"
    assert kept("300x80a").whole.fallback == "png"


def test_a_picture_is_never_enlarged_to_fit():
    assert within(4000, 3000, 640, 448) == (597, 448)
    assert within(100, 50, 640, 448) == (100, 50)
    assert within(16383, 1, 224, 80) == (224, 1)


def test_a_view_of_a_small_picture_is_made_of_its_pixels(media):
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste("blue", (0, 0, 40, 10))

    make(picture, kept("40x20").part(Crop(4, 0, 100)), default_storage)

    (name,) = [path.name for path in (media / "covers").glob("*.jpg")]
    part = Image.open(io.BytesIO((media / "covers" / name).read_bytes()))
    assert part.size == (40, 10)
    red, _green, blue = part.getpixel((20, 5))
    assert red > 200 > 50 > blue
