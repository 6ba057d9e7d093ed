"""Workbooks as offices have them, written part by part: what no library would write stands in them too."""

import io
import zipfile
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
