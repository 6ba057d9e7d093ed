"""Authorities are roles: which office it is goes by where the worker or recruiter is, and packs name the offices."""

import json
from datetime import date
from pathlib import Path

import pytest

from helpers.law import packs
from pmi_compliance import AuditSession, Dataset, PackError, RulePack, UsageError, audit
from pmi_compliance.base.resources import folder
from pmi_compliance.engines.tables.reading import read_store
from pmi_compliance.office.referrals import referrals
from pmi_compliance.packs.directory import Directory
from pmi_compliance.packs.load import bundled
from pmi_compliance.records import regions

DAY = date(2025, 9, 15)
AGE = "uu18-2017-p5a-min-age"
CHILD = {"id": "W", "scope": "overseas", "departed_on": "2025-03-11", "worker": {"birth_date": "2009-04-04"}}
BRANCH = "uu18-2017-p53-branch-licence"
PACK = """id: banyumas
version: 1.0.0
languages: [id, en]
title: {id: Contoh, en: Example}
jurisdiction: ID-33.02
default: false
depends_on: [uu-18-2017]
condition_language: 2
"""
OFFICE = """dinas_banyumas:
  level: district
  role: disnaker_kabupaten
  places: ["33.02"]
  values:
    - from: 2017-11-22
      name: {id: Dinas Contoh, en: Contoh office}
      citation: {instrument: Peraturan Contoh 1/2023}
"""


def child(**facts):
    home = facts.pop("domicile", None)
    return {**CHILD, **facts, "worker": {**CHILD["worker"], **({"domicile": home} if home else {})}}


def audited(*placements, with_packs=None, as_of=DAY, **more):
    records = Dataset.from_records({"placement": placements})
    return audit(records, with_packs or packs(), as_of=as_of, **more)


def referred(report, rule=AGE):
    return next(finding.refers_to for finding in report.findings if finding.rule == rule)


@pytest.fixture
def pack(tmp_path):
    def write(authorities, name="banyumas", head=PACK):
        place = tmp_path / name
        place.mkdir()
        (place / "pack.yaml").write_text(head.replace("banyumas", name), encoding="utf-8")
        (place / "authorities.yaml").write_text(authorities, encoding="utf-8")
        return place

    return write


def test_a_worker_of_another_district_is_not_sent_to_kupang():
    report = audited(child(domicile="33.02.01", recruited_in="53.01"))

    assert referred(report) == ("unit_ppa:33.02", "disnaker_kabupaten:33.02")
    assert (
        report.authorities["disnaker_kabupaten:33.02"].id == "Dinas tenaga kerja Kabupaten Banyumas (33.02)"
    )
    assert report.authorities["disnaker_kabupaten:33.02"].en == "Labour office of Kabupaten Banyumas (33.02)"
    assert not [code for code in report.authorities if "kupang" in code or "ntt" in code]
    assert {referral.code for referral in referrals(report)} >= {"disnaker_kabupaten:33.02"}


def test_the_offices_of_kupang_and_ntt_are_named_for_their_own():
    report = audited(
        child(domicile="53.01.06"), {"id": "X", "departed_on": "2025-03-11", "recruited_in": "5371"}
    )

    assert referred(report) == ("unit_ppa:53.01", "disnaker_kab_kupang")
    codes = {code for finding in report.findings for code in finding.refers_to if finding.subject.id == "X"}
    assert {"imigrasi_kupang", "bp3mi_ntt", "polda_ntt", "disnaker_kabupaten:53.71"} <= codes
    assert not codes & {"disnaker_kab_kupang", "satgas_kab_kupang"}


@pytest.mark.parametrize("domicile", [None, "33"])
def test_where_the_district_is_not_known_the_role_is_named(domicile):
    report = audited(child(domicile=domicile))

    assert referred(report) == ("unit_ppa", "disnaker_kabupaten")
    assert report.authorities["disnaker_kabupaten"].id == "Dinas tenaga kerja kabupaten/kota setempat"


def test_who_may_see_no_value_is_not_told_where_somebody_lives():
    assert referred(audited(child(domicile="33.02"), disclose="pointers")) == (
        "unit_ppa",
        "disnaker_kabupaten",
    )


@pytest.mark.parametrize(
    ("offices", "code"),
    [
        ([{"regency": "33.02"}], "disnaker_provinsi:33"),
        ([{"regency": "33.02"}, {"province": "31"}], "disnaker_provinsi"),
        ([{"regency": "33.02"}, {"regency": "31.74", "closed_on": "2025-01-01"}], "disnaker_provinsi:33"),
        ([{"regency": "33.02"}, {"regency": "53.71"}], "disnaker_prov_ntt"),
        ([], "disnaker_provinsi"),
    ],
)
def test_a_recruiter_is_where_its_offices_are(offices, code):
    records = Dataset.from_records({"recruiter": [{"id": "R", "offices": offices}]})
    report = audit(records, packs(), as_of=DAY, include_passed=True)

    assert referred(report, BRANCH)[0] == code


def test_a_case_is_where_its_workers_are_and_follows_them():
    case = {"id": "C", "opened_on": "2025-01-02", "placement_ids": ["W"]}
    records = Dataset.from_records({"placement": [child(domicile="53.01")], "case": [case]})
    session = AuditSession(packs(), as_of=DAY, records=records)
    before = {
        code for finding in session.findings if finding.subject.kind == "case" for code in finding.refers_to
    }
    session.put("placement", child(domicile="33.02"))
    after = {
        code for finding in session.findings if finding.subject.kind == "case" for code in finding.refers_to
    }
    moved = Dataset.from_records({"placement": [child(domicile="33.02")], "case": [case]})

    assert {"disnaker_kab_kupang", "polda_ntt"} <= before
    assert {"disnaker_kabupaten:33.02", "polda:33"} <= after
    assert session.findings == tuple(audit(moved, packs(), as_of=DAY).findings)


def test_the_police_of_ntt_have_a_directorate_since_february_2026():
    names = {
        day: audited(child(domicile="53.01", recruited_in="53.01"), as_of=day).authorities
        for day in (date(2026, 2, 3), date(2026, 2, 4))
    }
    before, after = names.values()

    assert "PPA dan PPO" not in before["polda_ntt"].id
    assert "unit_ppa:53.01" in before
    assert "PPA dan PPO" in after["polda_ntt"].id
    assert "belum dibentuk" in after["unit_ppa_ntt"].id


def test_elsewhere_the_unit_for_women_and_children_has_an_open_name_since_then():
    before, after = (
        audited(child(domicile="33.02"), as_of=day).authorities["unit_ppa:33.02"]
        for day in (date(2026, 2, 3), date(2026, 2, 4))
    )

    assert before.id == "Unit Pelayanan Perempuan dan Anak (PPA) Polres untuk Kabupaten Banyumas (33.02)"
    assert "PPA, atau PPA-PPO bila sudah dibentuk" in after.id
    assert "Kabupaten Banyumas (33.02)" in after.en


def test_a_pack_of_another_district_names_its_own_office(pack):
    report = audited(child(domicile="33.02.01"), with_packs=[*packs(), RulePack.load(pack(OFFICE))])

    assert referred(report) == ("unit_ppa:33.02", "dinas_banyumas")
    assert report.authorities["dinas_banyumas"].en == "Contoh office"


def test_a_later_pack_says_what_the_same_office_is_called(pack):
    first = RulePack.load(pack(OFFICE))
    later = pack(OFFICE.replace("Dinas Contoh", "Dinas Baru"), "later")
    head = (later / "pack.yaml").read_text(encoding="utf-8").replace("[uu-18-2017]", "[uu-18-2017, banyumas]")
    (later / "pack.yaml").write_text(head, encoding="utf-8")
    second = RulePack.load(later)

    for given in ([first, second], [second, first]):
        names = audited(child(domicile="33.02"), with_packs=[*packs(), *given]).authorities
        assert names["dinas_banyumas"].id == "Dinas Baru"


def test_another_office_of_the_same_code_is_an_error(pack):
    first = RulePack.load(pack(OFFICE))
    other = pack(OFFICE.replace('["33.02"]', '["33.03"]'), "other")

    with pytest.raises(UsageError) as error:
        audited(child(), with_packs=[first, RulePack.load(other)])
    assert (error.value.code, error.value.values["name"]) == ("in_two_packs", "dinas_banyumas")

    head = (other / "pack.yaml").read_text(encoding="utf-8").replace("[uu-18-2017]", "[uu-18-2017, banyumas]")
    (other / "pack.yaml").write_text(head, encoding="utf-8")
    with pytest.raises(PackError, match="dinas_banyumas"):
        RulePack.load(other)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (OFFICE + OFFICE, "key_twice"),
        (OFFICE.replace("disnaker_kabupaten", "disnaker"), "unknown"),
        (OFFICE.replace('["33.02"]', '["33.99"]'), "not_as_schema"),
        (OFFICE.replace('  places: ["33.02"]\n', ""), "role_and_places"),
        (OFFICE.replace("role: disnaker_kabupaten", "within: regency"), "role_and_places"),
        (OFFICE.replace("id: Dinas Contoh", 'id: "Dinas {place}"'), "place_in_name"),
        (
            OFFICE.replace('  role: disnaker_kabupaten\n  places: ["33.02"]', "  within: regency"),
            "place_in_name",
        ),
    ],
)
def test_a_mistake_in_the_directory_is_reported(pack, written, code):
    with pytest.raises(PackError) as error:
        RulePack.load(pack(written))
    assert error.value.diagnostics[0].code == code


def test_only_the_packs_of_kupang_and_ntt_name_their_offices():
    own = set(RulePack.load("kupang").authorities) - set(RulePack.load("uu-18-2017").authorities)
    named = {
        (pack_, rule.id)
        for pack_ in set(bundled()) - {"kupang", "ntt"}
        for rule in RulePack.load(pack_).rules
        if own & set(rule.refers_to)
    }
    texts = [
        path.read_text(encoding="utf-8") for path in Path(folder("rules")).glob("[!kn]*/authorities.yaml")
    ]

    assert own >= {"disnaker_kab_kupang", "polda_ntt"}
    assert named == set()
    assert not [text for text in texts if "Kupang" in text or "NTT" in text]


def test_every_role_is_named_in_every_regency():
    directory = Directory.of(packs())
    roles = [one for one in directory.authorities.values() if one.within is not None]

    for place in (code for code in regions.names() if len(code) == regions.REGENCY):
        for role in roles:
            (code,) = directory.meant([role.code], [f"{place}.01"], DAY)
            around = place if role.within == "regency" else place[: regions.PROVINCE]
            office = directory.authorities[code.partition(":")[0]]
            assert code == f"{role.code}:{around}" or (office.role == role.code and place.startswith("53"))
            assert office.role or regions.full_name(around) in directory.name_of(code, DAY).en


@pytest.mark.slow
def test_who_moves_is_referred_to_another_office_and_every_engine_says_so(tmp_path):
    session = AuditSession(
        packs(), as_of=DAY, records=Dataset.from_records({"placement": [child(domicile="33.02")]})
    )
    session.put("placement", child(domicile="53.01"))
    (tmp_path / "placements.jsonl").write_text(
        '{"id": "W", "scope": "overseas", "departed_on": "2025-03-11", '
        '"worker": {"birth_date": "2009-04-04", "domicile": "53.01"}}\n',
        encoding="utf-8",
    )
    by_queries = audit(read_store(tmp_path), packs(), as_of=DAY, backend="tables")
    expected = audited(child(domicile="53.01"))

    assert [finding.refers_to for finding in by_queries.findings] == [
        finding.refers_to for finding in expected.findings
    ]
    assert [finding.refers_to for finding in session.findings] == [
        finding.refers_to for finding in expected.findings
    ]


@pytest.mark.slow
@pytest.mark.parametrize("pack_", ["uu-18-2017", "pp-59-2021", "criminal", "ministerial", "ltsa"])
def test_queries_know_where_somebody_is_also_where_no_rule_asks(pack_, tmp_path):
    departed = {"destination": "MY", "departed_on": "2025-03-01"}
    records = {
        "placements": [
            {"id": "A", "recruited_in": "33.02", **departed},
            {"id": "B", "worker": {"domicile": "33.02", "birth_date": "2010-01-01"}, **departed},
        ],
        "recruiters": [
            {"id": "R", "offices": [{"regency": "33.02"}, {"regency": "31.74", "closed_on": "2024-01-01"}]}
        ],
        "cases": [
            {"id": "C", "origin": "33.02", "opened_on": "2025-01-01"},
            {"id": "D", "placement_ids": ["B"], "opened_on": "2025-01-01"},
        ],
        "service_centres": [{"id": "L", "regency": "33.02"}],
    }
    (tmp_path / "records.json").write_text(json.dumps(records), encoding="utf-8")
    given = [RulePack.load(pack_)]
    plain, by_queries = (
        {(str(finding.subject), finding.rule): finding.refers_to for finding in report.findings}
        for report in (
            audit(Dataset.read(tmp_path), given, as_of=DAY, include_passed=True),
            audit(read_store(tmp_path), given, as_of=DAY, backend="tables", include_passed=True),
        )
    )

    assert any(code.endswith((":33.02", ":33")) for codes in plain.values() for code in codes)
    assert by_queries == plain
