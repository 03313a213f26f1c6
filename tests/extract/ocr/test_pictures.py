"""What is done to a picture before and after its text is read, each step on a picture drawn for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="needs the extra zicha[ocr]")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from extract.ocr.cells import passed_over  # noqa: E402
from extract.ocr.cleaning import dark_parts, skew_of, turned, without_seals  # noqa: E402
from extract.ocr.dashes import DASH, ONE, with_dashes  # noqa: E402
from extract.ocr.engine import MOST_THREADS, Reading, _threads  # noqa: E402
from extract.ocr.lines import ReadLine, Sheet, between_rules, ink_in, lines_on, widened  # noqa: E402
from extract.ocr.paper import flattened  # noqa: E402
from extract.ocr.ruling import edges_from, painted_over, rules_of  # noqa: E402
from extract.ocr.typeset import run_of, sizes_of, without_doubles  # noqa: E402
from extract.ocr.upright import is_upside_down, turns_of_sideways  # noqa: E402
from extract.readers import read  # noqa: E402
from extract.readers.pdf.grids import find_grids  # noqa: E402
from models import Paragraph  # noqa: E402
from tests.extract.ocr.scanning import drawn, photographed, stamped, tilted  # noqa: E402

DPI = 200.0
POINT = DPI / 72
BLACK, PAPER = 20, 255


def paper(width: int = 1200, height: int = 900) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (width, height), "white")
    return picture, ImageDraw.Draw(picture)


def lined() -> Image.Image:
    """A page of bars like lines of text, and a rule."""
    picture, draw = paper()
    for number, y in enumerate(range(120, 780, 60)):
        for x in range(100, 1000 - 40 * (number % 3), 40):
            draw.rectangle((x, y, x + 26, y + 24), fill="black")
    draw.line((100, 830, 1100, 830), fill="black", width=3)
    return picture


def table(columns: list[int], rows: list[int]) -> Image.Image:
    picture, draw = paper()
    for x in columns:
        draw.line((x, rows[0], x, rows[-1]), fill=(BLACK,) * 3, width=3)
    for y in rows:
        draw.line((columns[0], y, columns[-1], y), fill=(BLACK,) * 3, width=3)
    return picture


def grey(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L"))


@pytest.mark.parametrize("degrees", [-3.1, -1.4, -0.3, 0.0, 0.25, 0.9, 2.6])
def test_a_tilted_page_is_levelled(degrees: float) -> None:
    found = skew_of(grey(tilted(lined(), degrees)), DPI)
    assert found == pytest.approx(degrees, abs=0.11)
    level = turned(grey(tilted(lined(), degrees)), found)
    assert skew_of(level, DPI) == pytest.approx(0, abs=0.11)


def test_an_empty_page_has_no_tilt() -> None:
    assert skew_of(np.full((400, 300), PAPER, np.uint8), DPI) == 0


def test_a_seal_goes_and_the_ink_under_it_stays() -> None:
    picture, draw = paper()
    draw.rectangle((400, 440, 800, 460), fill="black")
    clear = without_seals(np.asarray(stamped(picture, (600, 450), 160)), DPI)
    ink = dark_parts(clear, DPI) > 0
    assert ink[442:458, 405:795].all()
    ink[430:470, 390:810] = False
    assert not ink.any()


def test_a_red_letterhead_is_no_seal() -> None:
    picture, draw = paper()
    for x in range(100, 1000, 110):
        draw.rectangle((x, 100, x + 80, 190), outline="red", width=12)
    draw.line((100, 260, 1100, 260), fill="red", width=6)
    ink = dark_parts(without_seals(np.asarray(picture), DPI), DPI) > 0
    assert ink[100:191, 100:1070].sum() > 15_000
    assert ink[255:266].any()


def test_rules_of_a_table_bound_its_cells() -> None:
    columns, rows = [100, 180, 420, 1000], [100, 150, 260, 300, 640]
    mask = dark_parts(grey(table(columns, rows)), DPI)
    found = find_grids(edges_from(rules_of(mask, DPI), DPI)).tables
    assert [(len(grid.xs) - 1, len(grid.ys) - 1, len(grid.slots)) for grid in found] == [(3, 4, 12)]
    assert list(found[0].xs) == pytest.approx([x / POINT for x in columns], abs=1)
    assert list(found[0].ys) == pytest.approx([y / POINT for y in rows], abs=1)


def test_short_rules_between_merged_cells_are_rules() -> None:
    picture = table([100, 400, 1000], [100, 140, 180])
    ImageDraw.Draw(picture).line((700, 140, 700, 180), fill="black", width=3)
    mask = dark_parts(grey(picture), DPI)
    (grid,) = find_grids(edges_from(rules_of(mask, DPI), DPI)).tables
    assert [(slot.row, slot.column_span) for slot in grid.slots] == [(0, 1), (0, 2), (1, 1), (1, 1), (1, 1)]


def test_strokes_of_large_characters_and_of_characters_in_low_rows_are_no_rules() -> None:
    picture, draw = paper()
    draw.rectangle((200, 100, 310, 220), outline="black", width=6)
    draw.line((200, 160, 310, 160), fill="black", width=6)
    assert rules_of(dark_parts(grey(picture), DPI), DPI) == []
    low = table([100, 400, 1000], [100, 140])
    ImageDraw.Draw(low).line((250, 109, 250, 131), fill="black", width=3)
    assert len(rules_of(dark_parts(grey(low), DPI), DPI)) == 5


def test_painted_rules_leave_no_ink() -> None:
    picture = grey(table([100, 400, 1000], [100, 200, 500]))
    rules = rules_of(dark_parts(picture, DPI), DPI)
    assert not (dark_parts(painted_over(picture, rules), DPI) > 0).any()


def said(text: str, pitch: float, left: int = 100, top: int = 100, sure: float = 1.0, height: int = 40) -> ReadLine:
    """A line of characters a pitch of pixels apart."""
    width = round(pitch * len(text))
    centres = tuple((i + 0.5) / len(text) for i in range(len(text)))
    box = (left, top, left + width, top + height)
    return ReadLine(box, (left, top + 2, left + width, top + height - 2), Reading(text, centres, (sure,) * len(text)))


def test_sizes_are_shared_and_named() -> None:
    body = [said("关于印发年度工作要点", 16.1 * POINT), said("请结合实际认真贯彻", 15.8 * POINT)]
    title = said("年度工作要点", 22.3 * POINT, height=54)
    assert sizes_of([*body, said("知", 16 * POINT), title], DPI) == [16, 16, 16, 22]


def test_a_spread_line_has_the_size_of_its_height() -> None:
    body = [said("关于印发年度工作要点的通知如下", 16 * POINT) for _ in range(4)]
    assert sizes_of([*body, said("关于印发年度工作要点的通知", 17.9 * POINT)], DPI)[-1] == 16


@given(st.text("甲乙丙，。（）12", min_size=1, max_size=20), st.floats(9, 22))
@settings(max_examples=50, deadline=None)
def test_runs_have_an_edge_for_each_character(text: str, size: float) -> None:
    run = run_of(said(text, size * POINT), size, DPI)
    assert len(run.starts) == len(run.ends) == len(run.text)
    assert all(a <= b for a, b in zip(run.starts, run.ends, strict=True))
    assert run.starts == sorted(run.starts)
    assert run.confidence == 1


def test_no_character_reaches_beyond_the_page() -> None:
    run = run_of(said("（甲）", 40, left=2), 40 / POINT, DPI)
    assert run.starts[0] == 0
    narrow = run_of(said("甲乙。", 40), 40 / POINT, DPI, width=80)
    assert narrow.ends[-1] == 80
    assert all(a <= b for a, b in zip(narrow.starts, narrow.ends, strict=True))


def test_a_character_without_room_is_one_too_many() -> None:
    line = said("现场抽查台账资料", 30)
    centres = line.reading.centres
    doubled = Reading(
        "现珂场抽查台账资料", (centres[0], (centres[0] + centres[1]) / 2, *centres[1:]), (1, 0.4, *[1.0] * 7)
    )
    size = 30 / POINT
    assert without_doubles(ReadLine(line.box, line.ink, doubled), size, DPI).reading.text == "现场抽查台账资料"
    certain = Reading(doubled.text, doubled.centres, (1.0,) * 9)
    assert without_doubles(ReadLine(line.box, line.ink, certain), size, DPI).reading.text == "现珂场抽查台账资料"


@pytest.mark.parametrize(
    ("bar", "foot", "sure", "expected"),
    [
        (0.82, 0, 0.9, DASH),
        (1.2, 0, 0.9, DASH),
        (0.92, 0, 0.9, ONE),  # as wide as all characters: the 一 of a type without feet
        (0.82, 5, 0.9, ONE),  # a foot at its end
        (0.82, 0, 0.9999, ONE),
    ],
)
def test_dashes_are_told_by_their_ink(bar: float, foot: int, sure: float, expected: str) -> None:
    em = 44
    ink = np.zeros((200, 600), np.uint8)
    line = said("加项一新", em, sure=sure, height=46)
    middle = line.ink[0] + round(2.5 * em)
    left, right = middle - round(bar * em / 2), middle + round(bar * em / 2)
    ink[120:124, left:right] = 255
    ink[120 - foot : 120, right - 8 : right] = 255
    assert with_dashes(line, em / POINT, ink, DPI).reading.text == f"加项{expected}新"


def test_an_ordinal_is_no_dash() -> None:
    ink = np.zeros((200, 600), np.uint8)
    ink[120:124, 104:140] = 255
    assert with_dashes(said("一、目标", 44, sure=0.9), 16, ink, DPI).reading.text == "一、目标"


def test_a_dash_alone_in_a_cell_is_text() -> None:
    picture = table([100, 400, 1000], [100, 200])
    ImageDraw.Draw(picture).line((230, 150, 262, 150), fill="black", width=3)
    mask = dark_parts(grey(picture), DPI)
    rules = rules_of(mask, DPI)
    sheet = Sheet(painted_over(grey(picture), rules), painted_over(mask, rules, paper=0), rules)
    (line,) = passed_over(sheet, edges_from(rules, DPI), [], DPI)
    assert line.reading.text == DASH
    assert line.ink[0] == pytest.approx(230, abs=3)


CORNERS = [(90, 60), (1110, 40), (1180, 850), (30, 870)]


@pytest.mark.parametrize("darkest", [1.0, 0.8])
def test_a_photographed_page_is_seen_from_above(darkest: float) -> None:
    columns, rows = [100, 180, 420, 1000], [100, 150, 260, 300, 640]
    picture = photographed(table(columns, rows), CORNERS, darkest)
    flat = flattened(np.asarray(picture))
    height, width = flat.shape[:2]
    assert (width, height) == (pytest.approx(1085, abs=8), pytest.approx(812, abs=8))
    rules = rules_of(dark_parts(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), DPI), DPI)
    (grid,) = find_grids(edges_from(rules, DPI)).tables
    assert (len(grid.xs) - 1, len(grid.ys) - 1, len(grid.slots)) == (3, 4, 12)


def test_a_scan_is_no_photograph() -> None:
    for page in (lined(), tilted(lined(), 2), Image.new("RGB", (800, 600), "white"), Image.new("RGB", (800, 600))):
        pixels = np.asarray(page)
        assert flattened(pixels) is pixels
    picture, draw = paper()
    draw.rectangle((150, 150, 1050, 750), fill=(235, 235, 200))  # a tinted field on the page
    draw.rectangle((20, 20, 1180, 880), outline="black", width=14)
    pixels = np.asarray(picture)
    assert flattened(pixels) is pixels


def test_a_dark_picture_that_is_no_page_stays() -> None:
    picture = Image.new("RGB", (1200, 900), (40, 40, 40))
    ImageDraw.Draw(picture).ellipse((200, 50, 1000, 850), fill="white")
    pixels = np.asarray(picture)
    assert flattened(pixels) is pixels


Written = tuple[np.ndarray, list[tuple[int, int, int, int]]]


@pytest.fixture(scope="module")
def written(corpora: Path) -> Written:
    """A page of running text as a picture, and the boxes of its longest lines."""
    path = corpora / "mingsha-report.web.pdf"
    lines = [line for block in read(path).blocks if isinstance(block, Paragraph) for line in block.lines]
    longest = sorted((line for line in lines if line.page == 1), key=lambda line: line.start - line.end)[:4]
    boxes = [tuple(round(value * POINT) for value in line.bbox) for line in longest]
    return grey(drawn(path, dpi=round(DPI))), [(box[0], box[1], box[2], box[3]) for box in boxes]


def turned_by(page: Written, turns: int) -> Written:
    """The page and its boxes turned by quarters, counter-clockwise."""
    picture, boxes = page
    for _ in range(turns):
        width = picture.shape[1]
        picture = np.ascontiguousarray(np.rot90(picture))
        boxes = [(top, width - x1, bottom, width - x0) for x0, top, x1, bottom in boxes]
    return picture, boxes


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_a_page_that_lay_sideways_is_set_upright(written: Written, turns: int) -> None:
    assert turns_of_sideways(*turned_by(written, turns)) == (4 - turns) % 4


@pytest.mark.parametrize(("turns", "expected"), [(0, False), (2, True)])
def test_a_page_that_stood_on_its_head_is_noticed(written: Written, turns: int, expected: bool) -> None:
    picture, boxes = turned_by(written, turns)
    sheet = Sheet(picture, dark_parts(picture, DPI), [])
    assert is_upside_down(picture, lines_on(sheet, boxes)) is expected


def test_a_box_that_reaches_over_a_rule_ends_there() -> None:
    picture = table([100, 400, 1000], [100, 180])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((200, 120, 390, 160), fill="black")
    draw.rectangle((412, 120, 430, 160), fill="black")
    mask = dark_parts(grey(picture), DPI)
    rules = rules_of(mask, DPI)
    clear = painted_over(mask, rules, paper=0)
    sheet = Sheet(painted_over(grey(picture), rules), clear, rules)
    boxes = between_rules((190, 115, 405, 165), rules)
    assert [box[0] for box in boxes] == [190]
    assert all(box[2] <= 400 for box in boxes)
    assert ink_in(clear, widened(boxes, sheet)[0])[2] <= 400


def test_a_digit_counts_for_itself() -> None:
    places = (0.1, 0.5, 0.9)
    assert Reading("得9分", places, (1.0, 0.5, 1.0)).confidence == 0.5
    assert Reading("得满分", places, (1.0, 0.4, 1.0)).confidence == pytest.approx(0.8)
    assert Reading("", (), ()).confidence == 0


@pytest.mark.parametrize(
    ("allowed", "most"), [("1", 1), ("64", MOST_THREADS), ("", MOST_THREADS), ("many", MOST_THREADS)]
)
def test_threads_are_those_that_are_allowed(allowed: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", allowed)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    assert _threads() == most
