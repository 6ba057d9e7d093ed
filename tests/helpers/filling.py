"""The workbook to fill in, filled in as a person would."""


def fill_in_examples(book):
    """Copy each example to the first row of its sheet, about a record that is none."""
    rows = list(book["Contoh"].iter_rows(values_only=True))
    for name, _, cells in zip(rows[0::4], rows[1::4], rows[2::4], strict=True):
        for at, cell in enumerate(cells, 1):
            book[name[0]].cell(2, at).value = "R-1" if cell == "CONTOH-1" else cell
