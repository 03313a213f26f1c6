from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from extract.readers.pdf.pictures import pictures_of


def test_a_page_in_the_wanted_width(corpora: Path) -> None:
    draw = pictures_of(corpora / "muyuan-selfreport.pdf")
    picture = draw(1, 400)
    assert picture is not None
    assert picture.media_type == "image/webp"
    image = Image.open(io.BytesIO(picture.data))
    assert image.format == "WEBP"
    assert abs(image.width - 400) <= 1
    assert abs(image.height / image.width - picture.height / picture.width) < 0.01
    assert round(picture.width) in {595, 596}
    darkest, lightest = image.convert("L").getextrema()
    assert (darkest, lightest) < (80, 256)
    assert lightest > 240


def test_a_page_that_is_not_there(corpora: Path, tmp_path: Path) -> None:
    draw = pictures_of(corpora / "muyuan-selfreport.pdf")
    assert draw(0, 400) is None
    assert draw(999, 400) is None
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert pictures_of(broken)(1, 400) is None
    assert pictures_of(tmp_path / "absent.pdf")(1, 400) is None
