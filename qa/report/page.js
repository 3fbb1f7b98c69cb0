"use strict";
// Every value of a question or an article becomes a text node; nothing is parsed as HTML.
(() => {
  const source = document.getElementById("rows");
  if (!source) return;
  const PAGE = 100;
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const rows = source.textContent.split("\n").filter((line) => line.trim()).map((line) => prepare(JSON.parse(line)));
  source.remove();

  const body = document.querySelector("#questions tbody");
  const more = document.getElementById("more");
  const count = document.getElementById("count");
  const search = document.getElementById("search");
  const verdict = document.getElementById("verdict");
  const kind = document.getElementById("kind");
  const headers = [...document.querySelectorAll("#questions th")];
  let order = { key: "outcome", down: false };
  let shown = [];

  function prepare(row) {
    row.outcome = row.failure || (row.correct ? "right" : "not judged");
    row.answer = row.answered ? row.short || row.text : "declined";
    row.gold = row.golds.join(" | ");
    // Failures first, then what nobody judged, then what is right.
    row.order = { outcome: (row.correct === false ? "0" : row.correct === null ? "1" : "2") + row.outcome };
    row.words = [
      row.id, row.question, row.text, row.gold, row.outcome, row.kind,
      ...row.citations.map((citation) => `${citation.title} ${citation.outlet || ""}`),
    ].join("\n").toLowerCase();
    return row;
  }

  function element(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  function compare(a, b) {
    const [left, right] = [a, b].map((row) => row.order[order.key] ?? row[order.key] ?? null);
    // What has no value stands last in either direction.
    if (left === null || right === null) return (left === null) - (right === null);
    const difference = typeof left === "number" ? left - right : collator.compare(left, right);
    return order.down ? -difference : difference;
  }

  function refresh() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcome = verdict.value;
    shown = rows.filter((row) =>
      words.every((word) => row.words.includes(word)) &&
      (!kind.value || row.kind === kind.value) &&
      (!outcome || row.outcome === outcome || (outcome === "wrong" && row.correct === false)));
    shown.sort(compare);
    count.textContent = shown.length === rows.length ? `${rows.length} questions` : `${shown.length} of ${rows.length} questions`;
    body.replaceChildren();
    extend();
  }

  function extend() {
    const from = body.querySelectorAll("tr.question").length;
    body.append(...shown.slice(from, from + PAGE).map(line));
    const left = shown.length - from - PAGE;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(PAGE, left)} more of ${left}`;
  }

  function line(row) {
    const open = element("button", { class: "open", "aria-expanded": "false" }, row.question);
    const tr = element("tr", { class: "question" },
      element("td", { class: `outcome ${row.correct ? "right" : row.correct === false ? "wrong" : ""}` },
        `${row.correct ? "✓" : row.correct === false ? "✗" : "·"} ${row.outcome}`),
      element("td", {}, open),
      element("td", { "data-label": "Answer" }, clip(row.answer, 160)),
      row.gold ? element("td", { "data-label": "Gold" }, clip(row.gold, 120)) : element("td"),
      row.rank === null ? element("td", { class: "number" }) : element("td", { class: "number", "data-label": "Rank" }, String(row.rank)),
      element("td", { class: "number", "data-label": "Confidence" }, row.confidence.toFixed(2)),
      row.date ? element("td", { class: "number", "data-label": "Date" }, row.date) : element("td"));
    open.addEventListener("click", () => {
      const opened = open.getAttribute("aria-expanded") === "true";
      open.setAttribute("aria-expanded", String(!opened));
      if (opened) tr.nextElementSibling.remove();
      else tr.after(element("tr", { class: "detail" }, element("td", { colspan: "7" }, ...detail(row))));
    });
    return tr;
  }

  function detail(row) {
    const parts = [element("p", { class: "answer" }, row.text)];
    const notes = [`id ${row.id}`, row.kind, row.ms === null ? "" : `${Math.round(row.ms)} ms`].filter(Boolean);
    parts.push(element("p", { class: "tag" }, notes.join(" · ")));
    if (row.history.length) parts.push(heading("Asked before"), list(row.history));
    if (row.standalone !== row.question) parts.push(heading("Understood as"), element("p", {}, row.standalone));
    if (row.choices.length) {
      parts.push(heading("Choices"), list(row.choices.map((choice) =>
        choice.text + (choice.chosen ? " (chosen)" : "") + (row.golds.includes(choice.text) ? " (gold)" : ""))));
    }
    if (row.sentences.length) {
      parts.push(heading("Sentences"), element("ul", {}, ...row.sentences.map((sentence) => {
        const marks = sentence.citations.map((number) => `[${number}]`).join("");
        const carried = sentence.support === "quoted" || sentence.support === "supported";
        return element("li", {}, sentence.struck ? element("s", {}, sentence.text) : sentence.text,
          element("span", { class: carried ? "tag" : "tag bad" }, ` ${marks} ${sentence.support}${sentence.struck ? ", struck out" : ""}`));
      })));
    }
    if (row.citations.length) parts.push(heading("Citations"), ...row.citations.map(citation));
    if (row.expected && row.expected.length) parts.push(heading("Relevant articles"), list(row.expected));
    if (row.found && row.found.length) {
      parts.push(heading("Found first"), element("ol", {}, ...row.found.map((hit) => {
        const flags = [hit.relevant ? "relevant" : "", hit.gold ? "holds the gold answer" : ""].filter(Boolean);
        return element("li", {}, hit.title, element("span", { class: "tag" },
          [hit.outlet ? `, ${hit.outlet}` : "", flags.length ? ` · ${flags.join(", ")}` : ""].join("")));
      })));
    }
    return parts;
  }

  function citation(item) {
    const from = [item.outlet, item.published].filter(Boolean).join(", ");
    const link = item.url ? element("a", { href: item.url, rel: "noopener noreferrer", target: "_blank" }, "open the original") : null;
    return element("details", { class: "citation" },
      element("summary", {}, `[${item.number}] ${item.title}`, element("span", { class: "tag" }, from ? ` ${from}` : "")),
      item.exact ? null : element("p", { class: "tag bad" }, "This quote does not stand in the article at the place that is cited."),
      element("p", { class: "passage" }, item.before, element("mark", {}, item.quote), item.after),
      link && element("p", {}, link));
  }

  const heading = (text) => element("h3", {}, text);
  const list = (items) => element("ul", {}, ...items.map((item) => element("li", {}, item)));
  const clip = (text, size) => (text.length > size ? `${text.slice(0, size - 1)}…` : text);

  for (const header of headers) {
    header.querySelector("button").addEventListener("click", (event) => {
      const key = event.currentTarget.dataset.key;
      order = { key, down: order.key === key && !order.down };
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      refresh();
    });
  }
  for (const input of [search, verdict, kind]) input.addEventListener("input", refresh);
  more.addEventListener("click", extend);
  refresh();
})();
