"""How a good input is damaged: bytes that change, go or come twice, and signs that readers trip over."""

import io
import zipfile

from hypothesis import strategies as st

#: What readers of text, numbers, days, YAML, CSV and XML take for something of their own.
TOKENS = [
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\\ud800",
        "\u202e".encode(),
        "\u200b".encode(),
    ),
    *(
        b'"',
        b"'",
        b"'''",
        b"`",
        b",",
        b";",
        b"\t",
        b"\r",
        b"\r\n\r\n",
        b"=1+1",
        b"@SUM(A1)",
        b"--5",
        b"-",
        b"?",
    ),
    *(
        b"1e400",
        b"-0",
        b"NaN",
        b"Infinity",
        b"9" * 400,
        b"0x1F",
        b"1_000",
        b"0,5",
        b"2025-02-30",
        b"9999-12-31",
    ),
    *(
        b"0000-00-00",
        b"31/02/2025",
        b"2025?",
        b"../2025",
        b"2024/..",
        b"5301064505100001",
        b"null",
        b"~",
        b"no",
    ),
    *(
        b"{",
        b"}",
        b"[" * 3000,
        b"]",
        b'{"a":' * 500,
        b":",
        b"&a",
        b"*a",
        b"<<: *a",
        b"!!python/object:os.system",
    ),
    *(
        b"- ",
        b"#",
        b"%TAG",
        b"---\n",
        b"<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        b"&#0;",
        b"</row>",
        b'r="999999999"',
    ),
    *(b"id", b"worker.nik", b"documents[type=passport].number", b"__proto__", b"../../x", b"x" * 40_000),
]

#: A place as a share of the length, what is done there, and how much or with what.
_EDITS = st.tuples(
    st.integers(0, 9_999),
    st.sampled_from(["put", "put", "cut", "twice", "turn", "end"]),
    st.integers(1, 60),
    st.sampled_from(TOKENS),
)


def damaged(data, edits):
    """Some bytes after each edit in turn."""
    for place, done, size, token in edits:
        at = place * (len(data) + 1) // 10_000
        match done:
            case "put":
                data = data[:at] + token + data[at:]
            case "cut":
                data = data[:at] + data[at + size :]
            case "twice":
                data = data[: at + size] + data[at:]
            case "turn" if at < len(data):
                data = data[:at] + bytes([data[at] ^ (1 << size % 8)]) + data[at + 1 :]
            case "end":
                data = data[:at]
    return data


def edits():
    """One to four edits."""
    return st.lists(_EDITS, min_size=1, max_size=4)


def damaged_inside(data, member, edits):
    """A zip file of which one member is damaged, so that the damage gets past the checksums."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    names = source.namelist()
    chosen = names[member % len(names)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in names:
            content = source.read(name)
            out.writestr(name, damaged(content, edits) if name == chosen else content)
    return target.getvalue()
