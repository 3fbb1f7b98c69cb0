// Conversations: kept in this browser, opened again, exported, judged; and which index is
// asked. Runs once, with `element`, `trigger` (to gradio's events), `props` (`names` of the
// indexes; `value`, the one that is chosen) and `server` (functions of qa/chat/keeping.py).
// What is kept of an exchange stands in its data-saved, as the server wrote it.

const PREFIX = "newsdesk:conversation:";
const CURRENT = "newsdesk:current";
const INDEX = "newsdesk:index";
const MOST = 200; // conversations; the oldest go
const byId = (id) => document.getElementById(id);
const dialog = element.querySelector("dialog");
const undo = element.querySelector(".undo");
const select = element.querySelector("select");
let current = fresh();
let verdicts = {}; // of the current conversation: exchange and article -> verdict
let opening = null; // the conversation that was asked for and has not come yet
let leaving = null; // the first exchange of the conversation that is being left
let deleted = null;

function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- what is kept ----

function read(id) {
  try {
    const row = JSON.parse(localStorage.getItem(PREFIX + id));
    return row && Array.isArray(row.exchanges) && row.exchanges.length ? row : null;
  } catch {
    return null; // damaged, or this browser keeps nothing
  }
}

function all() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => read(key.slice(PREFIX.length)))
      .filter(Boolean)
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

function write(row) {
  for (const old of all().slice(MOST)) localStorage.removeItem(PREFIX + old.id);
  for (;;) {
    try {
      return localStorage.setItem(PREFIX + row.id, JSON.stringify(row));
    } catch {
      const oldest = all().filter((each) => each.id !== row.id).pop();
      if (!oldest) return say("This browser keeps no conversations. Export this one before you leave.");
      localStorage.removeItem(PREFIX + oldest.id);
    }
  }
}

function shown() {
  return [...document.querySelectorAll("#chat .exchange[data-saved]")].map((each) => JSON.parse(each.dataset.saved));
}

function keep() {
  const exchanges = shown();
  element.querySelector(".take").hidden = !exchanges.length;
  element.querySelector(".fresh").hidden = !exchanges.length;
  if (leaving && exchanges[0]?.id === leaving) return;
  leaving = null;
  if (!exchanges.length) return;
  if (opening && exchanges[0].id === opening.exchanges[0].id) {
    current = opening.id;
    verdicts = opening.verdicts ?? {};
    if (choose(indexOf(opening))) trigger("input");
    opening = null;
  }
  markVerdicts();
  const known = read(current);
  const ids = (rows) => rows.map((each) => each.id).join();
  if (known && ids(known.exchanges) === ids(exchanges)) return remember(CURRENT, current);
  // An exchange stays as it was first kept: what was cited then is told apart from what is now.
  const first = exchanges.map((each) => known?.exchanges.find((old) => old.id === each.id) ?? each);
  write({ id: current, name: known?.name ?? exchanges[0].question, at: Date.now(), exchanges: first, verdicts });
  remember(CURRENT, current);
  count();
}

function remember(what, name) {
  try {
    sessionStorage.setItem(what, name);
  } catch {} // nothing is kept in this browser, which `write` has said
}

function recall(what) {
  try {
    return sessionStorage.getItem(what) ?? "";
  } catch {
    return "";
  }
}

function count() {
  const number = all().length;
  element.querySelector(".kept").hidden = !number;
  element.querySelector(".kept").textContent = `History (${number})`;
}

// ---- which index is asked ----

const indexOf = (row) => row.exchanges[0].index ?? "";

function choose(name) {
  const other = name !== props.value;
  props.value = name;
  remember(INDEX, name);
  offer();
  return other;
}

// One that is not here any more, or never was, is told by an empty field.
function offer() {
  select.replaceChildren(...props.names.map((name) => new Option(name)));
  select.value = props.value || props.names[0];
  select.closest(".index").hidden = props.names.length < 2 && Boolean(select.value);
}

select.addEventListener("change", () => begin(select.value));
watch(["names", "value"], () => choose(props.value)); // a new one was begun

// ---- opening, renaming, deleting ----

function open(row) {
  opening = row;
  trigger("select", { exchanges: row.exchanges });
  if (dialog.open) dialog.close();
}

function begin(index = props.value) {
  opening = null;
  leaving = shown()[0]?.id;
  current = fresh();
  verdicts = {};
  remember(CURRENT, "");
  choose(index);
  trigger("select", { exchanges: [] });
  trigger("input");
  document.querySelector("#question textarea").focus();
}

function list() {
  dialog.querySelector("ul").replaceChildren(...all().map(item));
}

function item(row) {
  const line = document.createElement("li");
  const name = button(row.name, "open", () => open(row));
  name.dir = "auto";
  if (row.id === current) name.setAttribute("aria-current", "true");
  const day = document.createElement("span");
  day.className = "origin";
  const questions = row.exchanges.length === 1 ? "1 question" : `${row.exchanges.length} questions`;
  const when = new Date(row.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const index = props.names.length > 1 && indexOf(row);
  day.textContent = [when, questions, ...(index ? [index] : [])].join(" · ");
  const rename = button("Rename", "rename", () => edit(row, line));
  rename.setAttribute("aria-label", `Rename ${row.name}`);
  const remove = button("Delete", "delete", () => forget(row));
  remove.setAttribute("aria-label", `Delete ${row.name}`);
  line.append(name, day, rename, remove);
  return line;
}

function button(label, name, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: name, textContent: label });
  made.addEventListener("click", action);
  return made;
}

function edit(row, line) {
  const field = Object.assign(document.createElement("input"), { value: row.name, maxLength: 200 });
  field.setAttribute("aria-label", "Name of the conversation");
  const done = (keepIt) => {
    if (!field.isConnected) return;
    if (keepIt && field.value.trim()) write({ ...row, name: field.value.trim() });
    list();
    [...dialog.querySelectorAll(".rename")].at(all().findIndex((each) => each.id === row.id))?.focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    done(event.key === "Enter");
  });
  field.addEventListener("blur", () => done(true));
  line.querySelector(".open").replaceWith(field);
  field.select();
}

function forget(row) {
  deleted = row;
  localStorage.removeItem(PREFIX + row.id);
  if (row.id === current) begin();
  undo.hidden = false;
  list();
  count();
  undo.querySelector("button").focus();
}

undo.querySelector("button").addEventListener("click", () => {
  write(deleted);
  undo.hidden = true;
  list();
  count();
  dialog.querySelector(".open").focus();
});

// ---- taking away ----

function say(words) {
  const line = element.querySelector(".said");
  line.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (line.textContent = ""), 6000);
}

async function asked(what) {
  try {
    const answer = await what();
    if (!answer) throw new Error("no answer"); // gradio swallows what failed
    if (answer.problem) say(answer.problem);
    return answer.problem ? null : answer;
  } catch (error) {
    console.error(error);
    say("The connection to Newsdesk is lost. See whether it is still running, then reload this page.");
    return null;
  }
}

async function save(format) {
  const file = await asked(() => server.take({ format, exchanges: shown() }));
  if (!file) return;
  const address = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  Object.assign(document.createElement("a"), { href: address, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  say(`Saved as ${file.name}.`);
}

async function copy(text, words) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https there is no clipboard to write to, but a selection can still be copied.
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) return say("This browser does not let the page copy. Use Export instead.");
  }
  say(words);
}

// ---- having a say ----

const about = ({ id, article }) => `${id}\n${article}`;

// The exchange that a button judges, and the article where it is a source that is wrong.
function judged(button) {
  const wrong = button.dataset.verdict === "wrong source";
  const cited = wrong && document.querySelector("#chat a.cite[aria-current]");
  const exchange = (cited || button).closest(".exchange[data-saved]");
  if (!exchange) return null;
  return { id: JSON.parse(exchange.dataset.saved).id, article: wrong ? JSON.parse(cited.dataset.cite).article : "" };
}

function markVerdicts() {
  for (const each of document.querySelectorAll("#chat .actions [data-verdict], #source [data-verdict]")) {
    const meant = judged(each);
    const pressed = meant && verdicts[about(meant)] === each.dataset.verdict;
    each.setAttribute("aria-pressed", Boolean(pressed));
  }
}

async function judge(pressed) {
  const meant = judged(pressed);
  if (!meant) return say("Open the source from an answer that is complete to say that.");
  const exchanges = shown();
  exchanges.length = exchanges.findIndex((each) => each.id === meant.id) + 1;
  const verdict = pressed.getAttribute("aria-pressed") === "true" ? null : pressed.dataset.verdict;
  const within = verdicts; // the reader may be elsewhere when the answer comes
  const kept = current;
  const answer = await asked(() => server.have_a_say({ exchanges, verdict, article: meant.article }));
  if (!answer) return;
  if (verdict) within[about(meant)] = verdict;
  else delete within[about(meant)];
  const row = read(kept);
  if (row) write({ ...row, verdicts: within });
  markVerdicts();
  say(answer.said);
}

// ---- clicks ----

document.addEventListener(
  "click",
  async (event) => {
    const at = event.target.closest("button, a.ask[data-again]");
    const menu = element.querySelector(".take");
    if (menu.open && !event.target.closest(".take")) menu.open = false;
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (at.matches("a.ask[data-again], .actions .anew")) {
      event.preventDefault();
      trigger("retry", { typed: at.dataset.again === "typed" });
    } else if (at.dataset.verdict) judge(at);
    else if (at.matches(".actions .copy")) {
      const exchanges = [JSON.parse(at.closest(".exchange").dataset.saved)];
      const made = await asked(() => server.take({ format: "text", exchanges }));
      if (made) copy(made.text, "Copied with its citations.");
    } else if (at.matches(".actions .address")) {
      const { question, index } = JSON.parse(at.closest(".exchange").dataset.saved);
      const where = props.names.length > 1 ? `&index=${encodeURIComponent(index)}` : "";
      copy(`${location.origin}${location.pathname}?q=${encodeURIComponent(question)}${where}`, "Link copied.");
    } else if (at.dataset.format) {
      menu.open = false;
      menu.querySelector("summary").focus();
      save(at.dataset.format);
    } else if (at.matches(".shelf .fresh")) begin();
    else if (at.matches(".shelf .kept")) {
      undo.hidden = true;
      list();
      dialog.showModal();
    } else if (at.matches("#kept .close")) dialog.close();
  },
  true,
);
document.addEventListener("newsdesk:source", markVerdicts); // an article was opened
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // beside it
});

// ---- what an answer leads on to ----

watch("onward", () => {
  const last = [...document.querySelectorAll("#chat .exchange")].pop();
  const id = last?.dataset.saved && JSON.parse(last.dataset.saved).id;
  if (!props.onward || id !== props.onward.after) return; // something else was asked meanwhile
  last.querySelector(".suggestions")?.remove();
  last.insertAdjacentHTML("beforeend", props.onward.html);
});

// ---- at the start ----

new MutationObserver(keep).observe(byId("chat"), { childList: true, subtree: true });
keep();
count();
const link = new URLSearchParams(location.search);
const before = link.has("q") ? null : read(recall(CURRENT));
const wanted = link.get("index") ?? (before ? indexOf(before) : recall(INDEX));
setTimeout(() => choose(wanted)); // gradio forgets a value that is set while this is put on the page
// Only once the page has been greeted: what comes earlier, gradio may not show.
watch("greeted", () => {
  if (before && !shown().length) open(before);
});
