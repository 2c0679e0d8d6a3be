"""A drawing as a bitmap for print, with a font that comes with the program."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["render_png"]

WIDTH = 2400  # pixels: 20 cm at 300 to the inch
FONT_SIZE = 10.0


def render_png(svg: str) -> bytes:
    """The PNG of a drawing on white; the same bytes on every machine, whatever its fonts."""
    # Both cost a tenth of a second that only this format should pay.
    import resvg_py  # noqa: PLC0415
    from PIL.ImageFont import FreeTypeFont, load_default  # noqa: PLC0415

    font = load_default(FONT_SIZE)
    if not isinstance(font, FreeTypeFont):
        raise RuntimeError("Pillow was installed without FreeType.")
    family = font.getname()[0] or ""
    with TemporaryDirectory() as folder:
        file = Path(folder, "font.otf")
        file.write_bytes(font.font_bytes)
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                background="#ffffff",
                width=WIDTH,
                skip_system_fonts=True,
                font_files=[str(file)],
                font_family=family,
                sans_serif_family=family,
                serif_family=family,
                monospace_family=family,
            )
        )
