"""Make the two small fonts of equal-width digits used in tables.

Be Vietnam Pro has proportional digits only and no `tnum` feature, so columns of figures would not line up. This takes
the ten digits out of the Latin file, centres each in one common width and writes them under a name of their own, which
the font's licence (OFL 1.1, no reserved name) allows.

    pip install fonttools brotli
    python3 docs/make_numerals.py
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "crates/server/static/fonts"
FAMILY = "Hoctap Numerals"
DIGITS = [ord(digit) for digit in "0123456789"]


def make(weight: int, style: str) -> None:
    font = TTFont(FONTS / f"be-vietnam-pro-latin-{weight}-normal.woff2")
    options = Options()
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=DIGITS)
    subsetter.subset(font)

    names = font.getBestCmap()
    glyphs, metrics = font["glyf"], font["hmtx"]
    # Room for the widest digit would leave holes around 1, so the two broad ones (0 and 4) are drawn a little narrower.
    width, broadest = 616, 552
    for code in DIGITS:
        name = names[code]
        glyph = glyphs[name]
        drawn = glyph.xMax - glyph.xMin
        if drawn > broadest:
            glyph.coordinates.scale((broadest / drawn, 1))
            glyph.coordinates.toInt()
            glyph.recalcBounds(glyphs)
        shift = round((width - (glyph.xMax - glyph.xMin)) / 2) - glyph.xMin
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyphs)
        metrics[name] = (width, glyph.xMin)

    for record in list(font["name"].names):
        if record.nameID == 1:
            record.string = FAMILY
        elif record.nameID in (4, 6):
            record.string = f"{FAMILY} {style}" if record.nameID == 4 else f"HoctapNumerals-{style}"
    font.flavor = "woff2"
    font.save(FONTS / f"hoctap-numerals-{weight}.woff2")


make(400, "Regular")
make(600, "SemiBold")
