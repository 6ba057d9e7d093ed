"use strict";
// Filters and shows the findings of the page. Every text is put in as text, never as markup.
(() => {
  // The places of the parts of a finding.
  const [RULE, OUTCOME, KIND, ID, RECRUITER, DAY, CONFIDENCE, MESSAGE, WHY, MISSING, REMEDY, MEMBERS, THREATS, SOURCE,
    FINGERPRINT, NEW, REFERS] = Array(17).keys();
  const PAGE = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const WORDS = {
    all: ["semua", "all"], law: ["Dasar", "Law"], why: ["Sebab", "Because"],
    missing: ["Belum diketahui", "Not known"], remedy: ["Tindak lanjut", "What to do"], refers: ["Rujuk ke", "Refer to"],
    records: ["Nomor data", "Records"], members: ["Bersama", "Together"], threats: ["Ancaman bila terbukti", "Threatened if proved"],
    day: ["Dinilai pada", "Judged on"], source: ["Sumber", "Source"], rule: ["Aturan", "Rule"],
    about: [" tentang ", " about "], everything: ["Semua tentang", "All about"],
    recruiter: ["Perekrut", "Recruiter"], fingerprint: ["Kode temuan", "Fingerprint"], fresh: ["baru", "new"],
  };
  let spoken = root.lang === "en" ? 1 : 0;
  let matching = [];
  let shown = 0;
  // The record that alone is shown, if one is: a page of its own for each person and each recruiter.
  let only = null;
  const searched = [null, null];
  const total = data.findings.reduce((sum, finding) => sum + [finding[ID]].flat().length, 0);

  const text = (number) => data.texts[number][spoken];
  const word = (name) => WORDS[name][spoken];

  // Several records with the same unknown are one row, whose ids are a list.
  const ids = (finding) => [finding[ID]].flat();
  const count = (found) => found.reduce((sum, [, named]) => sum + named.length, 0);

  // The id of a record, with the name of whom it is about where the report shows names.
  const called = (id) => (data.names[id] ? `${id} ${data.names[id]}` : id);

  // What a search looks through beside the ids, made once a language.
  function haystack() {
    searched[spoken] ??= data.findings.map((finding) => {
      const rule = data.rules[finding[RULE]];
      return [finding[RECRUITER] ?? "", rule.id, rule.title[spoken], rule.law, text(finding[MESSAGE]),
        finding[WHY] === null ? "" : text(finding[WHY]), finding[MISSING] === null ? "" : text(finding[MISSING]), finding[FINGERPRINT]]
        .join("\n").toLowerCase();
    });
    return searched[spoken];
  }

  function options(select, entries) {
    const kept = select.value;
    select.replaceChildren(...[["", word("all")], ...entries].map(([value, label]) => new Option(label, value)));
    select.value = kept;
    if (select.selectedIndex < 0) select.value = "";
  }

  function fill() {
    const used = new Set(data.findings.map((finding) => finding[RULE]));
    options(at("by-outcome"), data.outcomes.map((outcome, place) => [String(place), outcome[1 + spoken]]));
    options(at("by-severity"), data.severities.map((severity, place) => [String(place), severity[1 + spoken]]));
    options(at("by-rule"), data.rules.map((rule, place) => [place, rule]).filter(([place]) => used.has(place))
      .map(([place, rule]) => [String(place), `${rule.title[spoken]} (${rule.id})`]));
    const recruiters = [...new Set(data.findings.map((finding) => finding[RECRUITER]).filter((id) => id !== null))].sort();
    options(at("by-recruiter"), recruiters.map((id) => [id, id]));
  }

  // Which of the records of a row are shown.
  function concerned(finding) {
    if (only === null || finding[RECRUITER] === only || finding[MEMBERS].includes(only)) return ids(finding);
    return ids(finding).filter((id) => id === only);
  }

  function filter() {
    const words = at("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [outcome, severity, rule] = ["by-outcome", "by-severity", "by-rule"]
      .map((id) => (at(id).value === "" ? null : Number(at(id).value)));
    const recruiter = at("by-recruiter").value;
    const texts = words.length ? haystack() : [];
    matching = [];
    data.findings.forEach((finding, place) => {
      if (outcome !== null && finding[OUTCOME] !== outcome) return;
      if (severity !== null && data.rules[finding[RULE]].severity !== severity) return;
      if (rule !== null && finding[RULE] !== rule) return;
      if (recruiter !== "" && finding[RECRUITER] !== recruiter) return;
      const ofIds = words.filter((each) => !texts[place].includes(each));
      const named = concerned(finding).filter((id) => ofIds.every((each) => called(id).toLowerCase().includes(each)));
      if (named.length) matching.push([finding, named]);
    });
    const whole = only === null && words.length === 0 && recruiter === "" && [outcome, severity, rule].every((one) => one === null);
    root.classList.toggle("narrowed", !whole);
    root.classList.toggle("one", only !== null);
    at("about").textContent = only === null ? "" : `${word("about")}${called(only)}`;
    at("all").hidden = only === null;
    shown = 0;
    at("findings").replaceChildren();
    more();
  }

  function element(name, content, attributes = {}) {
    const created = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
    created.append(...[content].flat());
    return created;
  }

  function link(id) {
    return element("a", id, { href: `#data=${encodeURIComponent(id)}` });
  }

  function card([finding, named]) {
    const NAMED = 12;
    const more = named.length > NAMED ? ` (+${named.length - NAMED})` : "";
    const rule = data.rules[finding[RULE]];
    const outcome = data.outcomes[finding[OUTCOME]];
    const severity = data.severities[rule.severity][1 + spoken];
    const facts = [
      ["law", `${rule.law} · ${rule.basis[spoken]} · ${data.confidence[finding[CONFIDENCE]][spoken]}`],
      ["day", finding[DAY]],
      ["why", finding[WHY] === null ? "" : text(finding[WHY])],
      ["records", more ? named.join(", ") : ""],
      ["missing", finding[MISSING] === null ? "" : text(finding[MISSING])],
      ["members", finding[MEMBERS].join(", ")],
      ["threats", finding[THREATS].map(text).join("\n")],
      ["remedy", finding[REMEDY] === null ? "" : text(finding[REMEDY])],
      ["refers", finding[REFERS].map(text).join("; ")],
      ["recruiter", finding[RECRUITER] ?? ""],
      ["rule", `${rule.title[spoken]} (${rule.id})`],
      ["source", finding[SOURCE]],
      ["fingerprint", finding[FINGERPRINT]],
      ["everything", only === null ? named.slice(0, NAMED).flatMap((id) => [link(id), " "]) : ""],
    ].filter(([, value]) => value !== "");
    const head = element("summary", [
      element("strong", `${outcome[1 + spoken]} · ${severity}${finding[NEW] ? ` · ${word("fresh")}` : ""}`),
      `${data.kinds[finding[KIND]][spoken]} ${named.slice(0, NAMED).map(called).join(", ")}${more}: ${text(finding[MESSAGE])}`,
    ]);
    const list = element("dl", facts.flatMap(([name, value]) => [element("dt", word(name)), element("dd", value)]));
    return element("li", element("details", [head, list]), { class: outcome[0], "data-fingerprint": finding[FINGERPRINT] });
  }

  function more() {
    const next = matching.slice(shown, only === null ? shown + PAGE : undefined);
    at("findings").append(...next.map(card));
    shown += next.length;
    at("more").hidden = shown >= matching.length;
    at("shown").textContent = spoken
      ? `${count(matching)} of ${total} findings match, in ${matching.length} rows; ${shown} rows are shown.`
      : `${count(matching)} dari ${total} temuan cocok, dalam ${matching.length} baris; ${shown} baris ditampilkan.`;
  }

  function speak(language) {
    root.lang = language;
    spoken = language === "en" ? 1 : 0;
    for (const button of document.querySelectorAll("button[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    fill();
    filter();
  }

  let waiting;
  at("filters").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  at("filters").addEventListener("reset", () => setTimeout(filter));
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("more").addEventListener("click", () => {
    const place = shown;
    more();
    at("findings").children[place]?.querySelector("summary").focus();
  });
  for (const button of document.querySelectorAll("button[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
  // The address names the record that is shown, so that the way back is that of every page.
  function open() {
    const asked = new URLSearchParams(location.hash.slice(1)).get("data");
    if (asked === only) return;
    only = asked;
    at("filters").reset();
    filter();
    at("list").tabIndex = -1;
    if (only !== null) at("list").focus();
  }
  window.addEventListener("hashchange", open);
  window.addEventListener("beforeprint", () => {
    // The whole report is a few pages; what somebody chose is printed with its reasons.
    if (!root.classList.contains("narrowed")) return;
    const told = only === null ? "#findings details" : "#findings li:not(.unknown) details";
    for (const one of document.querySelectorAll(told)) one.open = true;
  });
  speak(root.lang);
  open();
})();
