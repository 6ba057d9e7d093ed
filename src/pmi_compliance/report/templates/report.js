"use strict";
// Filters and shows the findings of the page. Every text is put in as text, never as markup.
(() => {
  // The places of the parts of a finding.
  const [RULE, OUTCOME, KIND, ID, RECRUITER, DAY, CONFIDENCE, MESSAGE, WHY, MISSING, REMEDY, MEMBERS, THREATS, SOURCE,
    FINGERPRINT, NEW] = Array(16).keys();
  const PAGE = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const WORDS = {
    all: ["semua", "all"], law: ["Dasar", "Law"], why: ["Sebab", "Because"],
    missing: ["Belum diketahui", "Not known"], remedy: ["Tindak lanjut", "What to do"], refers: ["Rujuk ke", "Refer to"],
    members: ["Bersama", "Together"], threats: ["Ancaman bila terbukti", "Threatened if proved"],
    day: ["Dinilai pada", "Judged on"], source: ["Sumber", "Source"], rule: ["Aturan", "Rule"],
    recruiter: ["Perekrut", "Recruiter"], fingerprint: ["Sidik", "Fingerprint"], fresh: ["baru", "new"],
  };
  let spoken = root.lang === "en" ? 1 : 0;
  let found = [];
  let shown = 0;
  const hay = [null, null];

  const text = (number) => data.texts[number][spoken];
  const word = (name) => WORDS[name][spoken];

  // What a search looks through, made once a language.
  function haystack() {
    hay[spoken] ??= data.findings.map((one) => {
      const rule = data.rules[one[RULE]];
      return [one[ID], one[RECRUITER] ?? "", rule.id, rule.title[spoken], rule.law, text(one[MESSAGE]),
        one[WHY] === null ? "" : text(one[WHY]), one[MISSING] === null ? "" : text(one[MISSING]), one[FINGERPRINT]]
        .join("\n").toLowerCase();
    });
    return hay[spoken];
  }

  function options(select, entries) {
    const kept = select.value;
    select.replaceChildren(...[["", word("all")], ...entries].map(([value, label]) => new Option(label, value)));
    select.value = kept;
    if (select.selectedIndex < 0) select.value = "";
  }

  function fill() {
    const used = new Set(data.findings.map((one) => one[RULE]));
    options(at("by-outcome"), data.outcomes.map((one, place) => [String(place), one[1 + spoken]]));
    options(at("by-severity"), data.severities.map((one, place) => [String(place), one[1 + spoken]]));
    options(at("by-rule"), data.rules.map((one, place) => [place, one]).filter(([place]) => used.has(place))
      .map(([place, one]) => [String(place), `${one.title[spoken]} (${one.id})`]));
    const recruiters = [...new Set(data.findings.map((one) => one[RECRUITER]).filter((one) => one !== null))].sort();
    options(at("by-recruiter"), recruiters.map((one) => [one, one]));
  }

  function filter() {
    const words = at("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [outcome, severity, rule] = ["by-outcome", "by-severity", "by-rule"]
      .map((id) => (at(id).value === "" ? null : Number(at(id).value)));
    const recruiter = at("by-recruiter").value;
    const texts = words.length ? haystack() : [];
    found = [];
    data.findings.forEach((one, place) => {
      if (outcome !== null && one[OUTCOME] !== outcome) return;
      if (severity !== null && data.rules[one[RULE]].severity !== severity) return;
      if (rule !== null && one[RULE] !== rule) return;
      if (recruiter !== "" && one[RECRUITER] !== recruiter) return;
      if (words.every((each) => texts[place].includes(each))) found.push(one);
    });
    shown = 0;
    at("findings").replaceChildren();
    more();
  }

  function element(name, content, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...[content].flat());
    return made;
  }

  function card(one) {
    const rule = data.rules[one[RULE]];
    const outcome = data.outcomes[one[OUTCOME]];
    const severity = data.severities[rule.severity][1 + spoken];
    const facts = [
      ["law", `${rule.law} · ${rule.basis[spoken]} · ${data.confidence[one[CONFIDENCE]][spoken]}`],
      ["day", one[DAY]],
      ["why", one[WHY] === null ? "" : text(one[WHY])],
      ["missing", one[MISSING] === null ? "" : text(one[MISSING])],
      ["members", one[MEMBERS].join(", ")],
      ["threats", one[THREATS].map(text).join("\n")],
      ["remedy", one[REMEDY] === null ? "" : text(one[REMEDY])],
      ["refers", one[REMEDY] === null ? "" : rule.refers.map((name) => name[spoken]).join("; ")],
      ["recruiter", one[RECRUITER] ?? ""],
      ["rule", `${rule.title[spoken]} (${rule.id})`],
      ["source", one[SOURCE]],
      ["fingerprint", one[FINGERPRINT]],
    ].filter(([, value]) => value !== "");
    const head = element("summary", [
      element("strong", `${outcome[1 + spoken]} · ${severity}${one[NEW] ? ` · ${word("fresh")}` : ""}`),
      `${data.kinds[one[KIND]][spoken]} ${one[ID]}: ${text(one[MESSAGE])}`,
    ]);
    const list = element("dl", facts.flatMap(([name, value]) => [element("dt", word(name)), element("dd", value)]));
    return element("li", element("details", [head, list]), { class: outcome[0], "data-fingerprint": one[FINGERPRINT] });
  }

  function more() {
    const next = found.slice(shown, shown + PAGE);
    at("findings").append(...next.map(card));
    shown += next.length;
    at("more").hidden = shown >= found.length;
    at("shown").textContent = spoken
      ? `${found.length} of ${data.findings.length} findings match; ${shown} are shown.`
      : `${found.length} dari ${data.findings.length} temuan cocok; ${shown} ditampilkan.`;
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
  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("#findings details")) one.open = true;
  });
  speak(root.lang);
})();
