"""Workbooks as offices have them, written part by part: what no library would write stands in them too."""

import base64
import io
import struct
import zipfile
import zlib
from datetime import date
from xml.sax.saxutils import escape, quoteattr

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


class Raw(str):
    """A cell as XML."""

    __slots__ = ()


def letters(column):
    return chr(65 + column) if column < 26 else letters(column // 26 - 1) + letters(column % 26)


def cell(value, column, row):
    ref = f'r="{letters(column)}{row}"'
    if isinstance(value, Raw):
        return value.replace("<c", f"<c {ref}", 1)
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c {ref} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c {ref}><v>{value}</v></c>"
    return f'<c {ref} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(value, style):
    """A number under one of the formats of the workbook, counted from 1."""
    return Raw(f'<c s="{style}"><v>{value}</v></c>')


def formula(text, value=None):
    return Raw(f"<c><f>{escape(text)}</f>{'' if value is None else f'<v>{value}</v>'}</c>")


def error(text="#N/A"):
    return Raw(f'<c t="e"><v>{text}</v></c>')


def rows_of(rows, first=1):
    """The rows of a sheet as XML; a row may be a pair of its number and its cells."""
    parts, number = [], first - 1
    for row in rows:
        number, cells = row if isinstance(row, tuple) else (number + 1, row)
        inner = "".join(cell(value, column, number) for column, value in enumerate(cells))
        parts.append(f'<row r="{number}">{inner}</row>')
    return "".join(parts)


def xlsx(path, sheets, *, formats=(), merged=(), hidden=(), since_1904=False, parts=()):
    """
    A workbook.

    Sheets are lists of rows, or the XML of all rows; formats are number formats; `merged` holds for all sheets.
    """
    names = list(sheets)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"'
        f"{' state=' + quoteattr('hidden') if name in hidden else ''}/>"
        for at, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_REL}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{163 + at}" formatCode={quoteattr(code)}/>' for at, code in enumerate(formats, 1)
    )
    styles = "".join(f'<xf numFmtId="{163 + at}"/>' for at in range(1, len(formats) + 1))
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    contents = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {_PACKAGE}><Relationship Id="a" Type="{_REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><workbookPr date1904="{int(since_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships {_PACKAGE}>{relations}<Relationship Id="s" '
        f'Type="{_REL}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {_MAIN}><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{styles}'
        "</cellXfs></styleSheet>",
    }
    for at, name in enumerate(names, 1):
        rows = sheets[name]
        inner = rows if isinstance(rows, str) else rows_of(rows)
        contents[f"xl/worksheets/sheet{at}.xml"] = (
            f"<worksheet {_MAIN}><sheetData>{inner}</sheetData>"
            f"{f'<mergeCells>{joined}</mergeCells>' if joined else ''}</worksheet>"
        )
    contents |= dict(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            if text is not None:
                archive.writestr(name, text)
    path.write_bytes(out.getvalue())
    return path


# .ods

_ODS = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in [
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("draw", "drawing"),
        ]
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_cell(value):
    if isinstance(value, Raw):
        return str(value)
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        number = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {number}><text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def ods(path, sheets, *, hidden=()):
    """A workbook as LibreOffice writes it: sheets are lists of rows, or XML."""
    tables = "".join(
        f'<table:table table:name={quoteattr(name)} table:style-name="{"h" if name in hidden else "v"}">'
        + (
            rows
            if isinstance(rows, str)
            else "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("h", "false"), ("v", "true"))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_ODS}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


# .xlsb


def _record(kind, data=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = [], len(data)
    while True:
        size.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            return head + bytes(size) + data


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column, value):
    place = struct.pack("<II", column, 0)
    if isinstance(value, Raw):
        return _record(3, place + bytes([0x2A]))
    if isinstance(value, bool):
        return _record(4, place + bytes([value]))
    if isinstance(value, int | float):
        return _record(5, place + struct.pack("<d", value))
    return _record(6, place + _wide(value))


def xlsb(path, sheets, *, hidden=(), merged=()):
    """A binary workbook: sheets are lists of rows, or of pairs of a row's number and its cells; `Raw` is `#N/A`."""
    listed, relations = [], []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, (name, rows) in enumerate(sheets.items(), 1):
            listed.append(
                _record(156, struct.pack("<II", int(name in hidden), at) + _wide(f"rId{at}") + _wide(name))
            )
            relations.append(
                f'<Relationship Id="rId{at}" Type="{_REL}/worksheet" Target="worksheets/sheet{at}.bin"/>'
            )
            parts, number = [], 0
            for row in rows:
                number, cells = row if isinstance(row, tuple) else (number + 1, row)
                parts.append(_record(0, struct.pack("<I", number - 1) + bytes(13)))
                parts += [
                    _xlsb_cell(column, value) for column, value in enumerate(cells) if value is not None
                ]
            joined = b"".join(_record(176, struct.pack("<IIII", *range_)) for range_ in merged)
            sheet = (
                _record(129) + _record(148, struct.pack("<IIII", 0, number - 1, 0, 20)) + _record(145)
                + b"".join(parts) + _record(146) + joined + _record(130)
            )  # fmt: skip
            archive.writestr(f"xl/worksheets/sheet{at}.bin", sheet)
        book = (
            _record(131)
            + _record(153, bytes(12))
            + _record(143)
            + b"".join(listed)
            + _record(144)
            + _record(132)
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f"<Relationships {_PACKAGE}>{''.join(relations)}</Relationships>"
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
    return path


# .xls

#: As xlwt 1.3.0 wrote it: on the sheet `Penempatan 2025` a title, headings in row 3, W1 to W3 with a recruiter in merged
#: cells, a record that a format shows as 007, with an error as its day of departure, and JUMLAH; a hidden sheet `Lama`.
_XLS = (
    "eNrtWF9oU1cY/87NvUna9U9SW0cVSlCsWltI0g1E0CzzL1tTYlHqRNBbvXQubVKuUXAPm5vr49hgTxu+CCr4ou5FJ8qYbyKCog+CILTKXhQERc"
    "GHtvH3fTk3TVwGFrSwLl843/3+nfM795zv/Mm9fSs8cfL3JZP0Bm0gH80U6shfZlModZ4SIvgLBRa9ZxClUKP/FNUFMZF+i6403gzwHPJ8T5JB"
    "F8xr4EQPUfbQGPXnsk5kHulT6YOtuA/rlYncM+gEShO1S79ahO8Xvkj4eYm9KvwTsfwofD1iJ9RuupXo71qr83iXsUx8TeCKLkmd+2KJURtd5z"
    "z+9mdVjLUo6R60RxaKo8NsoFOEud7qZB2X9WY6TfVEX4B6UqmeTZs6zCCdwfqnaDQ6Qa3IiVP0shAheuEt/r8iNfv82hXB/qrSHvgXexATWs1e"
    "h1l90/6LYRIdo8I+xSthnD6k5RZ7mimN/Bgds/N2NhKPxj8epwb6KciJZFKfPWpPYWtoR2AbCmoMbP48mf6AsE+M5tyI62TsUQSnHUju4Xwjix"
    "nH/cpeF+lHZaRf38HscObwWJhoh50dHrZHIkNIR9jsfKgseocz4ozlsliagzE0uDGXzee+jLCYO+K4hxz7EHas6NpYvDfKMfHZmLjniLGjd9bR"
    "6znicAyUtfoRHJ/tTPUlt0HoS6aSPbF6PvJkiwxVbJGNsnE0gB/AULEclu0jhMGfOvvsTmoondgrlmNyLBYPzxU82FSg77gGKjeRd2wWW+2SGm"
    "uEfy+tLhV5ifBWjDOenek2LWw5LjE/iLcT7fQK3U2sLJNXQR5/sv2PjvFHidWQz22d/Lr13L3ESVqGhDiA+vw7Tt2qW/32K9PlhPdUept9ILz9"
    "H1tu0AjpdyvoG0IzTfNeAgoX3w0RhrxdZYQhETwmRc0bv6JmQPOVNB80s6SZ0KySZkHzaxxfFRyf4AR0vE9wwiWNcYIljXH4evONwZqJd398w9"
    "A+xqnXOGYVHFNwkP/0J1o0BUdpD6M0aBSzAsUUlKcaxRSURo1iVUGxBKVJo1hlKJagNGsUqwLFEpTnGsUSlJBG8cvqnUXheL/Mb4duyy8tt5Q0"
    "r2XLCELj2ehS3FKgSh4EpL+LwP+GpmQcOds2GC10kacbB/UszcdaM0r+hbXWlI5QVSKURLTypZ7HnaqNe41qVKMa1eh/RkofinxRMotXeTl0A/"
    "q7zjTKTO0zyYKlAcrhl8e/ws2UxdOlo3PKn8VkKa8t9ZZ1vO+FTINAdylDQ9KPzJzzF5cmVf4+b10x9O6W0FzxZ+bSz/eM/xr6XGG7"
)


def xls(path):
    path.write_bytes(zlib.decompress(base64.b64decode(_XLS)))
    return path
