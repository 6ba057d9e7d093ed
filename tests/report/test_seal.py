"""A seal holds for the report it was made for, and for no other; one finding is proved without the rest."""

import copy
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import raises
from pmi_compliance import Dataset, RulePack, UsageError, audit
from pmi_compliance.base.digests import canonical, path, root, verify_inclusion
from pmi_compliance.cli.main import main
from pmi_compliance.report.json import as_json
from pmi_compliance.report.seal import check, proof
from pmi_compliance.report.secret import SealKey, kept

AS_OF = date(2025, 10, 31)
GOLDEN = Path(__file__).parents[1] / "golden"
SECRET = bytes(range(32))
DATA = Path(__file__).parents[2] / "examples" / "quickstart"

#: Certificate Transparency's reference tree (RFC 6962): eight leaves, and the root of the first n of them.
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(1, 9))
def test_the_tree_is_that_of_rfc_6962(count):
    assert root(LEAVES[:count]) == ROOTS[count - 1]


def test_the_tree_of_nothing_is_the_digest_of_nothing():
    assert root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_each_leaf_climbs_to_the_root_and_no_other_does(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    beside, top = path(leaves, index), root(leaves)

    assert verify_inclusion(leaves[index], index, len(leaves), beside, top)
    assert not verify_inclusion(leaves[index] + b"x", index, len(leaves), beside, top)
    assert not verify_inclusion(leaves[index], len(leaves), len(leaves), beside, top)
    assert not verify_inclusion(leaves[index], index, len(leaves), [*beside, top], top)
    assert not beside or not verify_inclusion(leaves[index], index, len(leaves), beside[:-1], top)


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_values)
def test_canonical_json_is_that_of_another_library(value):
    """RFC 8785; reports hold no fractions and only ASCII keys."""
    assert canonical(value) == rfc8785.dumps(value)


# Reports


@pytest.fixture(scope="module")
def report():
    packs = [RulePack.load("kupang"), RulePack.load("uu-18-2017")]
    return as_json(audit(Dataset.read(DATA), packs, as_of=AS_OF), SECRET)


def seal_errors(document, secret=SECRET):
    """What is wrong with a report or proof, for the holder of its secret."""
    return check(document, secret).errors


def places(value, at=()):
    """All texts, numbers and truths of a report, by their path."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from places(inner, (*at, key))
        case list():
            for key, inner in enumerate(value[:2]):
                yield from places(inner, (*at, key))
        case _:
            yield at


def test_a_seal_holds_after_writing_and_reading(report):
    assert not seal_errors(json.loads(json.dumps(report)))


@pytest.fixture(scope="module")
def small_report():
    """With all parts that a report has, and few findings: each check of its seal reads all of them."""
    records = Dataset.read(DATA)
    few = {kind: [record.data for record in records[:6]] for kind, records in records.tables.items()}
    return as_json(
        audit(Dataset.from_records(few), [RulePack.load("kupang"), RulePack.load("uu-18-2017")], as_of=AS_OF),
        SECRET,
    )


@pytest.mark.slow
def test_no_part_of_a_report_can_change_unseen(report, small_report):
    paths = list(places(small_report))
    assert len(paths) > 200
    assert small_report.keys() == report.keys()
    for at in paths:
        changed = copy.deepcopy(small_report)
        holder = changed
        for step in at[:-1]:
            holder = holder[step]
        holder[at[-1]] = "changed"
        assert seal_errors(changed), at


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["findings"].pop(),
        lambda document: document["findings"].append(document["findings"][0]),
        lambda document: document["findings"].reverse(),
        lambda document: document.update(more=1),
        lambda document: document["seal"].pop("inputs"),
        lambda document: document["seal"].update(inputs="hmac-sha256:" + "0" * 64),
        lambda document: document["rules"].popitem(),
    ],
)
def test_nothing_can_be_added_left_out_or_moved(report, change):
    changed = copy.deepcopy(report)
    change(changed)

    assert seal_errors(changed)


def test_one_finding_is_proved_without_the_others(report):
    fingerprint = report["findings"][7]["fingerprint"]
    proved = proof(report, fingerprint, SECRET)

    assert proved["finding"]["fingerprint"] == fingerprint
    assert report["findings"][8]["fingerprint"] not in json.dumps(proved)
    assert not seal_errors(proved, None)
    assert seal_errors({**proved, "finding": {**proved["finding"], "outcome": "pass"}})
    assert seal_errors({**proved, "index": 6})
    assert seal_errors({**proved, "rule": {**proved["rule"], "requires": "true"}})
    assert seal_errors({**proved, "salt": "0" * 64})


def test_the_seal_names_what_went_in(report):
    others = Dataset.read(DATA / "recruiters.json")
    again = as_json(audit(others, [RulePack.load("kupang")], as_of=AS_OF), SECRET)

    changed = {name for name in report["seal"] if report["seal"][name] != again["seal"][name]}
    assert changed == {"name", "findings", "root", "rest", "inputs", "packs", "waivers"}


# From the command line


@pytest.fixture
def written(report, tmp_path):
    path = tmp_path / "laporan.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    (tmp_path / "laporan.json.secret").write_text(SECRET.hex(), encoding="ascii")
    return path


def run(capsys, *arguments):
    code = main(list(map(str, arguments)))
    return code, *capsys.readouterr()


@pytest.fixture
def keys(tmp_path):
    key = Ed25519PrivateKey.generate()
    secret, public = tmp_path / "key.pem", tmp_path / "key.pub.pem"
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return secret, public


def test_verify_says_what_a_seal_is_not(written, report, capsys):
    code, out, _ = run(capsys, "verify", written, "--lang", "en", "--data", DATA)

    assert code == 0
    assert report["seal"]["root"] in out
    assert "the records agree: this report was made from them" in out
    assert "Who made it is said by a signature only" in out
    assert "records agree" not in run(capsys, "verify", written, "--lang", "en")[1]


def test_verify_tells_a_changed_report_and_other_records(written, report, capsys):
    assert run(capsys, "verify", written, "--data", DATA / "recruiters.json")[:2] == (
        1,
        "laporan ini dibuat dari data lain\n",
    )
    report = copy.deepcopy(report)
    report["findings"][0]["outcome"] = "pass"
    written.write_text(json.dumps(report), encoding="utf-8")
    assert run(capsys, "verify", written, "--lang", "en")[:2] == (
        1,
        "`root` does not match what the report holds\n",
    )


def test_a_word_that_is_added_to_a_seal_breaks_it(report):
    added = {**report, "seal": {**report["seal"], "approved_by": "Budi Contoh"}}

    assert not seal_errors(report)
    assert "`rest`" in seal_errors(added)[0].en


def test_a_proof_is_written_and_verified(written, report, tmp_path, capsys):
    out = tmp_path / "bukti.json"
    fingerprint = report["findings"][3]["fingerprint"]

    assert run(capsys, "prove", written, fingerprint[:12], "--output", out)[0] == 0
    assert run(capsys, "verify", out)[0] == 0
    assert run(capsys, "prove", written, "zzz", "--output", out)[0] == 2
    assert run(capsys, "prove", out, "zzz", "--output", out)[0] == 2


def test_a_signature_binds_report_and_proof_to_a_key(written, report, keys, tmp_path, capsys):
    secret, public = keys
    signed, bukti = tmp_path / "signed.json", tmp_path / "bukti.json"

    assert run(capsys, "sign", written, "--key", secret, "--output", signed)[0] == 0
    assert run(capsys, "verify", signed, "--public-key", public)[0] == 0
    call = ["prove", signed, report["findings"][0]["fingerprint"], "--output", bukti]
    assert run(capsys, *call)[0] == 2
    assert run(capsys, *call, "--secret", tmp_path / "laporan.json.secret")[0] == 0
    assert "whole" not in json.loads(bukti.read_text(encoding="utf-8"))["seal"]["signature"]
    assert run(capsys, "verify", bukti, "--public-key", public)[0] == 0

    assert run(capsys, "verify", written, "--public-key", public)[:2] == (
        1,
        "tidak ditandatangani dengan kunci itu\n",
    )
    # Without the secret the signature says that nothing was changed, in findings or elsewhere.
    for change in (
        lambda new: new["findings"][0].update(outcome="pass"),
        lambda new: new["summary"].update(pairs=0),
    ):
        changed = json.loads(signed.read_text(encoding="utf-8"))
        change(changed)
        other = tmp_path / "changed.json"
        other.write_text(json.dumps(changed), encoding="utf-8")
        assert run(capsys, "verify", other)[0] == 3
        assert run(capsys, "verify", other, "--public-key", public)[0] == 1


def test_keys_made_by_openssl_fit(written, tmp_path, capsys):
    secret, public, signed = (tmp_path / name for name in ("a.pem", "b.pem", "signed.json"))
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", secret], check=True)
    subprocess.run(["openssl", "pkey", "-in", secret, "-pubout", "-out", public], check=True)

    assert run(capsys, "sign", written, "--key", secret, "--output", signed)[0] == 0
    assert run(capsys, "verify", signed, "--public-key", public)[0] == 0


def test_a_key_of_another_kind_is_reported(written, keys, tmp_path, capsys):
    secret, public = keys
    other = tmp_path / "x.pem"
    other.write_bytes(
        X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )

    for key in (public, other, tmp_path / "none.pem"):
        code, _, err = run(capsys, "sign", written, "--key", key, "--output", tmp_path / "out.json")
        assert (code, "bukan kunci Ed25519" in err) == (2, True)
        code, _, err = run(
            capsys, "sign", written, "--key", key, "--output", tmp_path / "out.json", "--lang", "en"
        )
        assert (code, "no Ed25519 key" in err) == (2, True)
    for key in (secret, other):
        assert run(capsys, "verify", written, "--public-key", key)[0] == 2


def test_a_report_that_was_changed_is_not_signed(written, report, keys, tmp_path, capsys):
    written.write_text(json.dumps({**report, "findings": []}), encoding="utf-8")

    assert run(capsys, "sign", written, "--key", keys[0], "--output", tmp_path / "out.json")[0] == 2
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    "text",
    ["", "[1", "[]", "{}", '{"findings": []}', '{"findings": [1], "seal": {}}', '{"finding": {}, "path": [1], "seal": {}}',
     "\xff", "[" * 100_000],
)  # fmt: skip
def test_what_is_no_report_is_refused(tmp_path, capsys, text):
    path = tmp_path / "a.json"
    path.write_bytes(text.encode("latin-1"))
    for command in (["verify"], ["diff", path], ["explain"]):
        code, out, err = run(capsys, *command, path, *(["x"] if command == ["explain"] else []))
        assert (code, out) == (4, "")
        assert "bukan laporan audit" in err
    assert run(capsys, "verify", tmp_path / "none.json")[0] == 4


def test_a_report_without_a_seal_is_reported_and_compared_all_the_same(tmp_path, report, keys, capsys):
    """Reports of the first version have none."""
    path, out = tmp_path / "a.json", tmp_path / "out.json"
    path.write_text(
        json.dumps({key: value for key, value in report.items() if key != "seal"}), encoding="utf-8"
    )
    fingerprint = report["findings"][0]["fingerprint"]

    code, printed, _ = run(capsys, "verify", path, "--lang", "en", "--data", DATA, "--public-key", keys[1])
    assert code == 1
    assert "this report has no seal" in printed
    assert "not signed with that key" in printed
    for command in (["prove", path, fingerprint], ["sign", path, "--key", keys[0]]):
        code, _, err = run(capsys, *command, "--output", out)
        assert (code, "laporan ini tidak bersegel" in err, out.exists()) == (2, True, False)
    assert run(capsys, "diff", path, path)[0] == 0


@pytest.mark.parametrize("part", ["audit", "engine", "dataset", "packs"])
def test_a_seal_on_half_a_report_is_no_report(tmp_path, report, capsys, part):
    """What a seal repeats must be there to repeat."""
    half = copy.deepcopy(report)
    half[part] = (
        {name: value for name, value in half[part].items() if name not in {"waivers", "digest", "records"}}
        if part != "packs"
        else 5
    )
    path = tmp_path / "a.json"
    path.write_text(json.dumps(half), encoding="utf-8")

    code, _, err = run(capsys, "verify", path)
    assert (code, "bukan laporan audit" in err) == (4, True)


@pytest.mark.parametrize("gone", ["root", "findings"])
def test_a_proof_with_half_a_seal_is_no_proof(tmp_path, report, capsys, gone):
    proved = proof(report, report["findings"][0]["fingerprint"], SECRET)
    seal = {name: value for name, value in proved["seal"].items() if name != gone}
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**proved, "seal": seal}), encoding="utf-8")

    assert run(capsys, "verify", path)[0] == 4


# The secret


def test_a_report_in_json_keeps_its_secret_beside_it_for_its_owner_alone(tmp_path, capsys):
    report, page = tmp_path / "laporan.json", tmp_path / "laporan.html"
    call = ["audit", DATA / "recruiters.json", "--as-of", AS_OF, "--fail-on", "never", "--pack", "kupang"]

    run(capsys, *call, "--output", report, "--output", page)
    secret = tmp_path / "laporan.json.secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    document = json.loads(report.read_text(encoding="utf-8"))
    assert document["seal"]["root"] in page.read_text(encoding="utf-8")
    assert secret.read_text(encoding="ascii").strip() not in report.read_text(encoding="utf-8")
    first = report.read_bytes()
    run(capsys, *call, "--output", report)
    assert report.read_bytes() == first, "the same report under the same secret is the same seal"
    secret.unlink()
    run(capsys, *call, "--output", report)
    again = json.loads(report.read_text(encoding="utf-8"))
    assert {name for name in document["seal"] if document["seal"][name] != again["seal"][name]} == {
        "name", "root", "rest", "inputs", "waivers",
    }  # fmt: skip
    del document["seal"], again["seal"]
    assert document == again


def test_a_secret_that_is_given_serves_every_output(tmp_path, capsys):
    secret, report = tmp_path / "kantor.secret", tmp_path / "laporan.json"
    call = ["audit", DATA / "recruiters.json", "--as-of", AS_OF, "--fail-on", "never", "--pack", "kupang"]

    run(capsys, *call, "--output", report, "--secret", secret)
    _, printed, _ = run(capsys, *call, "--format", "json", "--secret", secret)
    assert printed == report.read_text(encoding="utf-8")
    assert not (tmp_path / "laporan.json.secret").exists()
    assert run(capsys, "verify", report, "--secret", secret, "--data", DATA / "recruiters.json")[0] == 0
    assert run(capsys, "verify", report, "--data", DATA / "recruiters.json")[0] == 3


def test_what_is_written_to_a_screen_without_a_secret_has_no_seal(capsys):
    call = ["audit", DATA / "recruiters.json", "--as-of", AS_OF, "--fail-on", "never", "--pack", "kupang"]

    assert "seal" not in json.loads(run(capsys, *call, "--format", "json")[1])


def test_verify_without_the_secret_says_what_it_could_not_check(written, report, tmp_path, capsys):
    (tmp_path / "laporan.json.secret").unlink()

    code, out, _ = run(capsys, "verify", written, "--lang", "en", "--data", DATA)
    assert code == 3
    assert "not checked without the secret of the seal: what the findings say" in out
    assert "not checked without the secret of the seal: whether the report was made from these" in out
    report = {**report, "findings": report["findings"][1:]}
    written.write_text(json.dumps(report), encoding="utf-8")
    assert run(capsys, "verify", written)[:2] == (
        1, ("`findings` tidak cocok dengan isi laporan\ntanpa rahasia segel tidak diperiksa: isi temuan, isi laporan "
           "selebihnya, dan data asalnya\n"),
    )  # fmt: skip


def test_another_secret_and_one_that_is_none_are_told(written, tmp_path, capsys):
    other = tmp_path / "other.secret"
    other.write_text("ab" * 32, encoding="ascii")
    assert run(capsys, "verify", written, "--lang", "en", "--secret", other)[0] == 1
    assert "not the secret of this" in run(capsys, "verify", written, "--lang", "en", "--secret", other)[1]
    for text in ("", "ab" * 31, "xy" * 32, "\u00e9" * 64):
        other.write_text(text, encoding="utf-8")
        for call in (["verify", written], ["prove", written, "x", "--output", tmp_path / "out.json"]):
            code, _, err = run(capsys, *call, "--secret", other)
            assert (code, "bukan berkas rahasia segel" in err) == (2, True), text
    assert run(capsys, "verify", written, "--secret", tmp_path / "none")[0] == 2


def test_a_secret_is_never_written_over(written, report, tmp_path, capsys):
    secret = tmp_path / "laporan.json.secret"
    call = ["audit", DATA / "recruiters.json", "--as-of", AS_OF, "--fail-on", "never", "--pack", "kupang"]

    code, _, err = run(capsys, *call, "--output", tmp_path / "new.json", "--secret", tmp_path / "new.json")
    assert (code, "tidak akan ditimpa" in err, (tmp_path / "new.json").exists()) == (2, True, False)
    link = tmp_path / "link.json"
    link.symlink_to(secret)
    for command in (
        ["prove", written, report["findings"][0]["fingerprint"]],
        ["sign", written, "--key", "none.pem"],
    ):
        code, _, err = run(capsys, *command, "--output", link)
        assert (code, "tidak akan ditimpa" in err) == (2, True)
    assert secret.read_text(encoding="ascii") == SECRET.hex()


def test_the_secret_of_a_report_is_found_through_a_link_and_after_an_editor(written, tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "link.json"
    link.symlink_to(written)
    assert run(capsys, "verify", link)[0] == 0
    (tmp_path / "laporan.json.secret").write_bytes(b"\xef\xbb\xbf" + SECRET.hex().upper().encode() + b"\r\n")
    assert run(capsys, "verify", written)[0] == 0


def test_a_secret_that_is_too_short_seals_nothing():
    report = audit(Dataset.from_records({}), [], as_of=AS_OF)

    with raises(UsageError, "secret_too_short"):
        as_json(report, b"kantor")


def test_the_seal_of_one_report_is_nothing_in_another_under_the_same_secret(tmp_path):
    secret = kept(tmp_path / "a")

    one, other = SealKey.of(secret, b"one"), SealKey.of(secret, b"other")
    assert len({one.salt(0), one.salt(1), other.salt(0), other.salt(1)}) == 4
    assert one.digest("records", b"") != other.digest("records", b"")
    assert kept(tmp_path / "a") == secret != kept(tmp_path / "b")


# What is refused


def test_a_report_that_is_signed_is_not_signed_again(written, keys, tmp_path, capsys):
    signed, again = tmp_path / "laporan-2.json", tmp_path / "again.json"
    secret = ["--secret", tmp_path / "laporan.json.secret"]

    assert run(capsys, "sign", written, "--key", keys[0], "--output", signed)[0] == 0
    code, _, err = run(capsys, "sign", signed, "--key", keys[0], "--output", again, *secret, "--lang", "en")
    assert (code, "signed already" in err, again.exists()) == (2, True, False)


@pytest.mark.parametrize("version", [0, 3, 17, -1])
@pytest.mark.parametrize("is_proof", [False, True])
def test_a_report_of_another_version_is_refused_with_its_number(
    written, report, tmp_path, capsys, version, is_proof
):
    document = proof(report, report["findings"][0]["fingerprint"], SECRET) if is_proof else report
    written.write_text(json.dumps({**document, "report_version": version}), encoding="utf-8")

    for command in (["verify", written], ["explain", written, "x"], ["diff", written, written]):
        code, _, err = run(capsys, *command, "--lang", "en")
        assert (code, f"a report of version {version}; those read here are 1, 2" in err) == (4, True)


@pytest.mark.parametrize("place", [(), ("seal",), ("findings", 0), ("seal", "note"), ("summary",)])
def test_a_key_that_stands_twice_is_refused_by_name(written, report, capsys, place):
    text = json.dumps(report)
    inner = report
    for step in place:
        inner = inner[step]
    name = next(iter(inner))
    opened = json.dumps(inner)
    twice = opened[:-1] + f", {json.dumps(name)}: {json.dumps(inner[name])}}}"
    assert opened in text
    written.write_text(text.replace(opened, twice, 1), encoding="utf-8")

    code, _, err = run(capsys, "verify", written, "--lang", "en")
    assert (code, f"the key `{name}` stands there twice" in err) == (4, True)


@pytest.mark.parametrize("place", ["seal", "report", "proof", "seal of a proof"])
def test_a_key_that_is_added_is_refused(written, report, capsys, place):
    document = copy.deepcopy(report)
    if "proof" in place:
        document = copy.deepcopy(proof(report, report["findings"][0]["fingerprint"], SECRET))
    (document["seal"] if "seal" in place else document)["approved_by"] = "Budi Contoh"
    written.write_text(json.dumps(document), encoding="utf-8")

    assert run(capsys, "verify", written)[0] == 4


@pytest.mark.parametrize("algorithm", ["rsa", "ec", "ed448", "dsa"])
def test_a_key_of_another_algorithm_is_refused(written, tmp_path, capsys, algorithm):
    make = {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "ed448": ed448.Ed448PrivateKey.generate,
        "dsa": lambda: dsa.generate_private_key(2048),
    }
    key = make[algorithm]()
    secret, public, out = (tmp_path / name for name in ("other.pem", "other.pub.pem", "out.json"))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    for call in (
        ["sign", written, "--key", secret, "--output", out],
        ["verify", written, "--public-key", public],
    ):
        code, _, err = run(capsys, *call)
        assert (code, "bukan kunci Ed25519" in err, "Traceback" in err) == (2, True, False)
    assert not out.exists()


def test_a_signature_that_names_another_key_does_not_hold(written, keys, tmp_path, capsys):
    signed = tmp_path / "laporan-2.json"
    run(capsys, "sign", written, "--key", keys[0], "--output", signed)
    document = json.loads(signed.read_text(encoding="utf-8"))
    document["seal"]["signature"]["public_key"] = "A" * 43 + "="
    signed.write_text(json.dumps(document), encoding="utf-8")

    assert run(capsys, "verify", signed, "--public-key", keys[1])[0] == 1


# Reports of version 1, whose seal has no key


def test_an_old_report_is_verified_and_said_to_be_open_to_guessing(capsys):
    report, data = GOLDEN / "old-report.json", GOLDEN / "old-records.json"

    code, out, _ = run(capsys, "verify", report, "--lang", "en", "--data", data)
    assert (code, "the seal holds" in out) == (0, True)
    assert "can be guessed from its digests by trying" in " ".join(out.split())
    assert run(capsys, "verify", GOLDEN / "old-proof.json")[0] == 0
    assert run(capsys, "verify", report, "--data", DATA)[0] == 1
    assert run(capsys, "diff", report, report)[0] == 0


def test_an_old_report_that_was_changed_is_told(tmp_path, capsys):
    for name, change in {
        "old-report.json": lambda document: document["findings"][0].update(severity="minor"),
        "old-proof.json": lambda document: document["finding"].update(severity="minor"),
    }.items():
        document = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
        change(document)
        path = tmp_path / name
        path.write_text(json.dumps(document), encoding="utf-8")
        assert run(capsys, "verify", path)[0] == 1


def test_nothing_new_is_made_of_an_old_report(keys, tmp_path, capsys):
    report, out = GOLDEN / "old-report.json", tmp_path / "out.json"
    fingerprint = json.loads(report.read_text(encoding="utf-8"))["findings"][0]["fingerprint"]

    for call in (["prove", report, fingerprint], ["sign", report, "--key", keys[0]]):
        code, _, err = run(capsys, *call, "--output", out, "--lang", "en")
        assert (code, "make it again with this version" in err, out.exists()) == (2, True, False)


def test_a_report_does_not_pass_for_an_old_one(written, report, capsys):
    """Anybody could make the seal of an old report, which has no key: it never holds under a secret that is named."""
    seal = {name: value for name, value in report["seal"].items() if name not in {"keyed", "name"}}
    for changed in ({**report, "report_version": 1}, {**report, "report_version": 1, "seal": seal}):
        written.write_text(json.dumps(changed), encoding="utf-8")
        assert run(capsys, "verify", written)[0] == 4
    secret = written.with_name("laporan.json.secret")
    code, out, _ = run(capsys, "verify", GOLDEN / "old-report.json", "--secret", secret, "--lang", "en")
    assert (code, "has no key" in out) == (1, True)


def test_no_proof_is_cut_out_of_a_changed_report(tmp_path, report, capsys):
    changed = copy.deepcopy(report)
    changed["findings"][0]["severity"] = "minor"
    path, out = tmp_path / "a.json", tmp_path / "out.json"
    path.write_text(json.dumps(changed), encoding="utf-8")

    assert run(capsys, "prove", path, report["findings"][1]["fingerprint"], "--output", out)[0] == 2
    assert not out.exists()


def test_signing_without_the_library_says_how_to_get_it(written, keys, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)

    for command in (
        ["sign", written, "--key", keys[0], "--output", tmp_path / "x.json"],
        ["verify", written, "--public-key", keys[1]],
    ):
        code, _, err = run(capsys, *command)
        assert (code, 'pip install ".[reports]"' in err) == (2, True)
