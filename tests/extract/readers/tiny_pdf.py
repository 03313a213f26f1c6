"""PDF files of a few lines, written by hand: text, rules and shading at given places, in points from the top left."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

HEIGHT, WIDTH = 842.0, 595.0

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    b"/Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)
"""Chinese characters one em wide, ASCII half of that; the font itself is the reader's."""


@dataclass
class TinyPage:
    """A page that is drawn from the top left; ``rotate`` and ``crop`` go into the file as they are."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    operators: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    """Operators of a form object that the page shows; after the operator ``/G1 gs`` it is translucent."""
    form_matrix: str = "1 0 0 1 0 0"
    annotations: list[tuple[str, bytes | None]] = field(default_factory=list)
    """Entries of the dictionary of each annotation, and the operators of its appearance if it has one."""

    def annotation(
        self, x0: float, top: float, x1: float, bottom: float, text: str, *, kind: str = "Widget", drawn: bool = True
    ) -> TinyPage:
        """A text field (``Widget``) or remark with a text; without its appearance it is the viewer's to draw."""
        code = text.encode("utf-16-be").hex()
        rect = f"/Rect [{x0} {self.height - bottom} {x1} {self.height - top}]"
        entries = f"/Type /Annot /Subtype /{kind} {rect} /F 4 /DA (/F1 10 Tf 0 g)"
        entries += f" /FT /Tx /T (f{code}) /V <feff{code}>" if kind == "Widget" else ""
        entries += f" /Contents <feff{code}>" if kind != "Widget" else ""
        look = f"/Tx BMC BT /F1 10 Tf 2 4 Td <{code}> Tj ET EMC".encode() if drawn else None
        self.annotations.append((f"{entries} /W {x1 - x0} /H {bottom - top}", look))
        return self

    def text(self, x: float, baseline: float, text: str, size: float = 12, *, matrix: str = "1 0 0 1") -> TinyPage:
        code = text.encode("utf-16-be").hex()
        self.operators.append(f"BT /F1 {size} Tf {matrix} {x} {self.height - baseline} Tm <{code}> Tj ET")
        return self

    def lines(self, x: float, baseline: float, lines: Sequence[str], size: float = 12, step: float = 20) -> TinyPage:
        for number, line in enumerate(lines):
            self.text(x, baseline + number * step, line, size)
        return self

    def rule(self, x0: float, top: float, x1: float, bottom: float, *, colour: str = "0 0 0") -> TinyPage:
        """A stroked line."""
        self.operators.append(f"q {colour} RG 0.5 w {x0} {self.height - top} m {x1} {self.height - bottom} l S Q")
        return self

    def box(
        self, x0: float, top: float, x1: float, bottom: float, *, paint: str = "f", colour: str = "0 0 0"
    ) -> TinyPage:
        """A filled (``f``) or stroked (``S``) rectangle."""
        rectangle = f"{x0} {self.height - bottom} {x1 - x0} {bottom - top} re {paint}"
        self.operators.append(f"q {colour} rg {colour} RG {rectangle} Q")
        return self

    def table(
        self, xs: Sequence[float], ys: Sequence[float], texts: Sequence[Sequence[str]], size: float = 10
    ) -> TinyPage:
        """A full grid of stroked rules with one line of text, or several parted by line breaks, in each cell."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self.fill(xs, ys, texts, size)

    def fill(
        self, xs: Sequence[float], ys: Sequence[float], texts: Sequence[Sequence[str]], size: float = 10
    ) -> TinyPage:
        """The texts of a grid alone."""
        for y, row in zip(ys, texts, strict=False):
            for x, text in zip(xs, row, strict=False):
                for number, line in enumerate(text.split("\n")):
                    if line:
                        self.text(x + 4, y + 4 + size * (1 + 1.4 * number), line, size)
        return self


def tiny_pdf(*pages: TinyPage, password: str | None = None) -> bytes:
    """A PDF file with these pages; with a ``password`` (it may be empty) encrypted as PDF 1.3 does it (RC4, 40 bit)."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_FONT]
    identity = b"0123456789abcdef"
    lock = _Lock(password, identity) if password is not None else None
    kids: list[str] = []
    fields: list[str] = []
    for page in pages:
        first = len(objects) + 1
        objects += [_page(page, first), *(
            _stream(lock, first + 1 + n, head, content) for n, (head, content) in enumerate(_contents(page))
        )]  # fmt: skip
        kids.append(f"{first} 0 R")
        marks = []
        for entries, look in page.annotations:
            if look is not None:
                box = "/BBox [0 0 500 100] /Resources << /Font << /F1 3 0 R >> >>"
                objects.append(_stream(lock, len(objects) + 1, f"/Type /XObject /Subtype /Form {box}", look))
            shown = f" /AP << /N {len(objects)} 0 R >>" if look is not None else ""
            objects.append(f"<< {entries}{shown} >>".encode())
            marks.append(f"{len(objects)} 0 R")
            if "/FT" in entries:
                fields.append(marks[-1])
        if marks:
            annots = f"/Type /Page /Annots [{' '.join(marks)}] ".encode()
            objects[first - 1] = objects[first - 1].replace(b"/Type /Page ", annots)
    if fields:
        form = f"/Fields [{' '.join(fields)}] /DA (/F1 10 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> /NeedAppearances true"
        objects[0] = f"<< /Type /Catalog /Pages 2 0 R /AcroForm << {form} >> >>".encode()
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    trailer = b"/Root 1 0 R"
    if lock is not None:
        objects.append(lock.dictionary())
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (
            len(objects),
            identity.hex().encode(),
            identity.hex().encode(),
        )
    return _file(objects, trailer)


def _page(page: TinyPage, number: int) -> bytes:
    crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
    form = f"/XObject << /X1 {number + 2} 0 R >> /ExtGState << /G1 << /ca 0.2 >> >>" if page.form else ""
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] {crop} /Rotate {page.rotate} "
        f"/Resources << /Font << /F1 3 0 R >> {form} >> /Contents {number + 1} 0 R >>"
    ).encode()


def _contents(page: TinyPage) -> list[tuple[str, bytes]]:
    shown = [*page.operators, "/X1 Do"] if page.form else page.operators
    found = [("", "\n".join(shown).encode())]
    if page.form:
        head = f"/Type /XObject /Subtype /Form /BBox [-2000 -2000 2000 2000] /Matrix [{page.form_matrix}]"
        head += " /Group << /S /Transparency >> /Resources << /Font << /F1 3 0 R >> >>"
        found.append((head, "\n".join(page.form).encode()))
    return found


def _stream(lock: _Lock | None, number: int, head: str, content: bytes) -> bytes:
    data = lock.crypt(number, content) if lock else content
    return f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


class _Lock:
    """The standard security handler, revision 2 (ISO 32000-1, 7.6.3)."""

    def __init__(self, password: str, identity: bytes) -> None:
        padded = (password.encode() + _PADDING)[:32]
        self.owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        self.key = hashlib.md5(padded + self.owner + b"\xff\xff\xff\xff" + identity).digest()[:5]

    def crypt(self, number: int, content: bytes) -> bytes:
        key = hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return _rc4(key, content)

    def dictionary(self) -> bytes:
        user = _rc4(self.key, _PADDING)
        return b"<< /Filter /Standard /V 1 /R 2 /P -1 /O <%s> /U <%s> >>" % (
            self.owner.hex().encode(),
            user.hex().encode(),
        )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    found = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        found.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(found)
