"""Packs travel: as distributions, folders, checkouts and signed archives, with the versions that they need."""

import json
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from helpers.districts import DISTRICT, RULE, write_district, write_keys
from helpers.errors import raises
from pmi_compliance import Dataset, PackError, RulePack, UnknownPack, UsageError, audit
from pmi_compliance.base.resources import folder
from pmi_compliance.cli.main import main
from pmi_compliance.expr.functions import LANGUAGE
from pmi_compliance.packs.archives import MANIFEST
from pmi_compliance.packs.finding import bundled, installed
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.versions import is_in


def codes(error):
    return [found.code for found in error.value.diagnostics]


def bring(site, name="contoh", package="contoh_rules", **changes):
    """Install a distribution that brings the pack."""
    write_district(site / package, **changes)
    (site / package / "__init__.py").write_text("raise RuntimeError('nothing of it is run')\n")
    about = site / f"{package}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[pmi_compliance.packs]\n{name} = {package}\n")
    return site / package


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder from which Python imports, as an environment has one."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(tmp_path)
    return site


# Distributions


def test_a_distribution_brings_a_pack_by_its_entry_point(site):
    place = bring(site)

    assert list(installed()["contoh"]) == [place]
    assert [rule.id for rule in RulePack.load("contoh").rules] == [RULE]
    assert lint("contoh") == []
    assert "contoh_rules" not in sys.modules


def test_a_package_around_the_one_that_is_named_is_not_run_either(site):
    place = bring(site)
    inner = site / "around" / "inner"
    inner.parent.mkdir()
    shutil.move(place, inner)
    (site / "around" / "__init__.py").write_text("raise RuntimeError('nothing of it is run')\n")
    entry = site / "contoh_rules-1.0.dist-info" / "entry_points.txt"
    entry.write_text("[pmi_compliance.packs]\ncontoh = around.inner\n")

    assert RulePack.load("contoh").folder == inner
    assert "around" not in sys.modules


def test_a_pack_that_was_installed_is_used_when_it_is_named_and_not_before(site):
    before = bundled()
    bring(site, default="true")

    assert bundled() == before
    assert "contoh" not in before


def test_a_pack_may_need_one_that_was_installed(site, tmp_path):
    bring(site)
    other = write_district(tmp_path / "lain", id="lain", depends_on="[contoh >=1.2]")
    shutil.rmtree(other / "rules")

    assert RulePack.load(other).depends_on == ("contoh",)


def test_a_name_that_is_not_there_names_what_is_installed(site):
    bring(site)

    with pytest.raises(UnknownPack) as caught:
        RulePack.load("contooh")
    assert {"contoh", "kupang"} <= {*caught.value.values["known"]}


@pytest.mark.parametrize("value", ["nowhere_at_all", "json.nothing", "", "sys"])
def test_an_entry_point_that_leads_nowhere_brings_nothing(site, value):
    bring(site)
    entry = site / "contoh_rules-1.0.dist-info" / "entry_points.txt"
    entry.write_text(f"[pmi_compliance.packs]\ncontoh = {value}\n")

    with raises(UnknownPack, "unknown", name="contoh"):
        RulePack.load("contoh")


def test_a_name_of_two_packs_that_differ_is_refused(site):
    bring(site)
    other = bring(site, package="contoh_other")
    assert RulePack.load("contoh").version == "1.2.0"  # the same twice over

    write_district(other, version="1.3.0")
    with pytest.raises(PackError) as caught:
        RulePack.load("contoh")
    assert codes(caught) == ["pack_in_two_places"]
    assert RulePack.load(other).version == "1.3.0"


def test_a_distribution_cannot_stand_for_a_bundled_pack_unseen(site, tmp_path):
    bring(site, name="kupang", id="kupang")
    needing = write_district(tmp_path / "needing", depends_on="[kupang]")

    for name in ("kupang", needing):
        with pytest.raises(PackError) as caught:
            RulePack.load(name)
        assert codes(caught) == ["pack_in_two_places"]


def test_a_rule_id_of_an_installed_pack_is_found(site, tmp_path):
    bring(site)
    other = write_district(tmp_path / "lain", id="lain")

    assert [found.code for found in lint(other)] == ["rule_of_other_pack"]


# Folders and checkouts


def test_a_checkout_is_a_pack_as_it_is(tmp_path):
    place = write_district(tmp_path / "contoh")
    (place / "README.md").write_text("Kebijakan Contoh\n")
    (place / ".github" / "workflows").mkdir(parents=True)
    (place / ".github" / "workflows" / "ci.yaml").write_text("on: push\n")
    before = RulePack.load(place).digest
    for call in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", place, *call], check=True, capture_output=True)

    assert lint(place) == []
    assert RulePack.load(place).digest == before


def test_a_needed_pack_beside_it_that_differs_from_the_bundled_one_is_told(tmp_path, caplog):
    pack = write_district(tmp_path / "contoh")
    shutil.copytree(folder("rules") / "uu-18-2017", tmp_path / "uu-18-2017")
    RulePack.load(pack)
    assert caplog.records == []

    head = tmp_path / "uu-18-2017" / "pack.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    RulePack.load(pack)
    assert {entry.code for entry in caplog.records} == {"folder_beside_of_bundled_name"}


def test_a_folder_that_is_named_after_another_pack_is_not_that_pack(tmp_path):
    write_district(tmp_path / "lain")
    needing = write_district(tmp_path / "needing", id="needing", depends_on="[lain]")

    with pytest.raises(PackError) as caught:
        RulePack.load(needing)
    assert codes(caught) == ["pack_of_another_id"]


# Versions


@pytest.mark.parametrize(
    ("version", "bounds", "expected"),
    [
        ("0.2.0", ">=0.2, <1", True),
        ("0.2", ">=0.2.0", True),
        ("0.2", "==0.2.0", True),
        ("0.2.1", "==0.2", False),
        ("0.10", ">0.9", True),
        ("1", "<1.0", False),
        ("1.0.1", "<=1", False),
        ("1.5", ">=1,!=1.5,<2", False),
        ("2025a", ">=0", False),
        ("", ">=0", False),
        ("1.", ">=0", False),
        ("0", "==0.0", True),
    ],
)
def test_a_version_lies_in_a_range_or_not(version, bounds, expected):
    assert is_in(version, bounds) is expected


@pytest.mark.parametrize(
    ("needed", "code"),
    [
        ("uu-18-2017", None),
        ("uu-18-2017 >=0.2", None),
        ("uu-18-2017 >= 0.2 , < 99", None),
        ("uu-18-2017 >=99", "version_out_of_range"),
        ("uu-18-2017 <0.2", "version_out_of_range"),
        ("uu-18-2017 ~=1", "not_as_schema"),
        ("uu-18-2017 1.0", "not_as_schema"),
        ("uu-18-2017>=0.2, ", "not_as_schema"),
    ],
)
def test_a_pack_says_which_versions_of_others_it_needs(tmp_path, needed, code):
    pack = write_district(tmp_path / "contoh", depends_on=f'["{needed}"]')

    assert [found.code for found in lint(pack)] == ([] if code is None else [code])
    if code is None:
        assert RulePack.load(pack).depends_on == ("uu-18-2017",)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (LANGUAGE, None),
        (f'">=1, <{LANGUAGE + 1}"', None),
        (f'"=={LANGUAGE}"', None),
        (LANGUAGE + 1, "newer_language"),
        (f'">{LANGUAGE}"', "language_out_of_range"),
        (f'">=1, <{LANGUAGE}"', "language_out_of_range"),
        (0, "not_as_schema"),
        ('"2"', "not_as_schema"),
    ],
)
def test_a_pack_says_which_versions_of_the_language_will_do(tmp_path, language, code):
    pack = write_district(tmp_path / "contoh", condition_language=str(language))

    assert [found.code for found in lint(pack)] == ([] if code is None else [code])


# Archives


@pytest.fixture
def keys(tmp_path):
    return write_keys(tmp_path)


@pytest.fixture
def archive(tmp_path, keys):
    """The pack as a signed archive, written by the command."""
    pack, path = write_district(tmp_path / "source" / "contoh"), tmp_path / "contoh.zip"
    (pack / ".git").mkdir()
    (pack / ".git" / "config.yaml").write_text("none of the pack\n")
    assert main(["rules", "pack", str(pack), "--key", str(keys[0]), "--output", str(path)]) == 0
    return path


def test_an_archive_is_the_pack_with_the_digest_that_reports_name(archive, keys, tmp_path):
    written = RulePack.load(tmp_path / "source" / "contoh")
    with zipfile.ZipFile(archive) as files:
        said = json.loads(files.read(MANIFEST))
        assert {*files.namelist()} == {MANIFEST, *DISTRICT}

    pack = RulePack.load(archive, key=keys[1])

    assert (said["id"], said["version"], said["digest"]) == ("contoh", "1.2.0", written.digest)
    report = audit(Dataset.from_records({"placement": []}), [pack], as_of="2025-10-31")
    assert [named.digest for named in report.packs] == [written.digest]
    assert lint(archive, keys=[keys[1]]) == []


def test_the_same_pack_makes_the_same_archive(archive, keys, tmp_path, capsys):
    again = tmp_path / "again.zip"
    call = ["rules", "pack", str(tmp_path / "source" / "contoh"), "--key", str(keys[0]), "--output"]
    assert main([*call, str(again)]) == 0

    assert again.read_bytes() == archive.read_bytes()
    assert RulePack.load(archive, key=keys[1]).digest in capsys.readouterr().out


def test_an_archive_without_the_key_of_its_signer_is_not_read(archive, keys, tmp_path):
    other = write_keys(tmp_path, "other")[1]

    for key, code in ((None, "archive_without_key"), (other, "archive_of_another_key")):
        with pytest.raises(PackError) as caught:
            RulePack.load(archive, key=key)
        assert codes(caught) == [code]
    with raises(UsageError, "not_a_key"):
        RulePack.load(archive, key=keys[0])


def rewritten(archive, change):
    """An archive whose files were changed after it was signed."""
    with zipfile.ZipFile(archive) as files:
        held = [(name, files.read(name)) for name in files.namelist()]
    with zipfile.ZipFile(archive, "w") as files:
        for name, data in change(held):
            files.writestr(name, data)
    return archive


def of_manifest(change):
    """Change what an archive says of itself."""
    return lambda held: [
        (name, json.dumps(change(json.loads(data))).encode() if name == MANIFEST else data)
        for name, data in held
    ]


CHANGES = {
    "a rule": (lambda held: [(name, data.replace(b"minor", b"major")) for name, data in held], "archive_changed"),
    "one less": (lambda held: held[:-1], "archive_changed"),
    "one more": (lambda held: [*held, ("rules/x.yaml", b"id: x")], "archive_changed"),
    "outside": (lambda held: [*held, ("../x.yaml", b"id: x")], "archive_changed"),
    "from the root": (lambda held: [*held, ("/x.yaml", b"id: x")], "archive_changed"),
    "another drive": (lambda held: [*held, ("c:x.yaml", b"id: x")], "archive_changed"),
    "hidden": (lambda held: [*held, (".x/x.yaml", b"id: x")], "archive_changed"),
    "its version": (of_manifest(lambda said: {**said, "version": "9"}), "archive_of_another_key"),
    "its digest": (of_manifest(lambda said: {**said, "digest": "sha256:0"}), "archive_of_another_key"),
    "no signature": (of_manifest(lambda said: {**said, "signature": None}), "archive_of_another_key"),
    "signature of nothing": (of_manifest(lambda said: {**said, "signature": "x"}), "archive_of_another_key"),
    "its id": (of_manifest(lambda said: {**said, "id": "../x"}), "not_an_archive"),
    "its format": (of_manifest(lambda said: {**said, "format": 2}), "not_an_archive"),
    "no manifest": (lambda held: held[1:], "not_an_archive"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_was_changed_is_refused(archive, keys, name):
    change, code = CHANGES[name]

    with pytest.raises(PackError) as caught:
        RulePack.load(rewritten(archive, change), key=keys[1])
    assert codes(caught) == [code]


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:200], lambda data: b"no archive"])
def test_what_is_no_archive_is_told_as_such(archive, keys, damage):
    archive.write_bytes(damage(archive.read_bytes()))

    with pytest.raises(PackError) as caught:
        RulePack.load(archive, key=keys[1])
    assert codes(caught) == ["not_an_archive"]


def test_each_octet_of_an_archive_counts(archive, keys):
    """Whatever is changed, the pack is the one that was signed, or none is read."""
    signed, data = RulePack.load(archive, key=keys[1]).digest, archive.read_bytes()
    for at in range(0, len(data), len(data) // 60):
        archive.write_bytes(bytes([*data[:at], data[at] ^ 1, *data[at + 1 :]]))
        with suppress(PackError):
            assert RulePack.load(archive, key=keys[1]).digest == signed


def test_a_pack_with_mistakes_is_not_signed(tmp_path, keys, capsys):
    pack = write_district(tmp_path / "contoh", depends_on='["uu-18-2017 >=99"]')

    code = main(["rules", "pack", str(pack), "--key", str(keys[0]), "--output", str(tmp_path / "x.zip")])

    assert (code, (tmp_path / "x.zip").exists()) == (2, False)
    assert "uu-18-2017" in capsys.readouterr().err


def test_an_archive_whose_needs_are_others_here_says_that_its_digest_is_another(site, tmp_path, keys, caplog):
    below = bring(site, name="dasar", package="dasar_rules", id="dasar")
    shutil.rmtree(below / "rules")
    source, path = (
        write_district(tmp_path / "source" / "contoh", depends_on='["dasar >=1"]'),
        tmp_path / "x.zip",
    )
    assert main(["rules", "pack", str(source), "--key", str(keys[0]), "--output", str(path)]) == 0
    signed = RulePack.load(path, key=keys[1]).digest
    assert caplog.records == []

    write_district(below, id="dasar", version="1.3.0")
    shutil.rmtree(below / "rules")
    assert RulePack.load(path, key=keys[1]).digest != signed
    assert [entry.code for entry in caplog.records] == ["archive_of_other_packs"]
    assert signed in caplog.text


def test_commands_take_an_archive_with_its_key(archive, keys, tmp_path, capsys, monkeypatch):
    records = tmp_path / "placements.json"
    records.write_text('[{"id": "P", "scope": "overseas", "departed_on": "2025-03-01", "worker": {}}]')
    day, key = ["--as-of", "2025-10-31"], ["--pack-key", str(keys[1])]

    for command in ("lint", "test", "docs"):
        assert main(["rules", command, str(archive), *key]) == 0
    assert main(["rules", "show", RULE, "--pack", str(archive), *key]) == 0
    assert main(["audit", str(records), *day, "--pack", str(archive), "--lang", "en"]) == 2
    assert "only with the public key of its signer" in capsys.readouterr().err
    assert main(["audit", str(records), *day, "--pack", "kupang", "--add-pack", str(archive), *key]) == 0
    assert RULE in capsys.readouterr().out

    settings = tmp_path / "pmi-compliance.toml"
    settings.write_text(f'packs = ["kupang"]\nadd_packs = ["{archive}"]\npack_keys = ["{keys[1]}"]\n')
    monkeypatch.chdir(tmp_path)
    assert main(["audit", str(records), *day]) == 0
    assert RULE in capsys.readouterr().out
