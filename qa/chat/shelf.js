// The conversation at hand, and which index is asked. Runs once, with `element`, `trigger` (to
// gradio's events), `props` (`names` of the indexes, the `identities` of these, and `value`, the
// name that is chosen) and `server` (functions of qa/chat/keeping.py). What is kept of an
// exchange stands in its data-saved, as the server wrote it; of one that is not over, the question
// in its data-begun.

const select = element.querySelector("select");
let current = fresh(); // the id under which it is kept
let verdicts = {}; // of the current conversation: exchange and article -> verdict
let opening = null; // the conversation that was asked for and has not come yet
let leaving = null; // the first exchange of the conversation that is being left
const met = new Set(); // exchanges that this tab has had

function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function noted(name) {
  return [...document.querySelectorAll(`#chat .exchange[data-${name}]`)].map((each) => JSON.parse(each.dataset[name]));
}

const shown = () => noted("saved");
const standing = () => [...shown(), ...noted("begun")]; // the last one may not be over

function keep() {
  const exchanges = standing();
  const isOver = shown().length > 0;
  element.querySelector(".take").hidden = !isOver;
  element.querySelector(".fresh").hidden = !isOver;
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
  for (const each of exchanges) met.add(each.id);
  // Another tab goes on with it, as one that was duplicated does: from here on each keeps its own.
  if (known?.exchanges.some((old) => !met.has(old.id))) current = fresh();
  // An answer stays as it was first kept: what was cited then is told apart from what is now.
  const answered = (known?.exchanges ?? []).filter((old) => old.answer || old.problem);
  const first = exchanges.map((each) => answered.find((old) => old.id === each.id) ?? each);
  if (JSON.stringify(first) === JSON.stringify(known?.exchanges)) return remember(CURRENT, current);
  write({ id: current, name: known?.name ?? exchanges[0].question, at: Date.now(), exchanges: first, verdicts });
  remember(CURRENT, current);
  count();
}

function count() {
  const number = all().length;
  element.querySelector(".kept").hidden = !number;
  element.querySelector(".kept").textContent = `History (${number})`;
}

// ---- which index is asked ----

// The name that it has here now: a folder may have been renamed since the conversation was kept.
function nameOf({ index = "", identity }) {
  const same = props.names.filter((name) => identity && props.identities[name] === identity);
  return same.length && !same.includes(index) ? same[0] : index;
}

const indexOf = (row) => nameOf(row.exchanges[0]);

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
watch(["names", "identities", "value"], () => choose(props.value)); // a new one was begun

// ---- opening and leaving ----

function open(row) {
  opening = row;
  for (const each of row.exchanges) met.add(each.id);
  trigger("select", { exchanges: row.exchanges.map((each) => ({ ...each, index: nameOf(each) })) });
  if (dialog.open) dialog.close();
}

function begin(index = props.value) {
  opening = null;
  leaving = standing()[0]?.id;
  current = fresh();
  verdicts = {};
  remember(CURRENT, "");
  choose(index);
  trigger("clear");
  trigger("input");
  document.querySelector("#question textarea").focus();
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

// ---- what an answer leads on to ----

watch("onward", () => {
  const last = [...document.querySelectorAll("#chat .exchange")].pop();
  const id = last?.dataset.saved && JSON.parse(last.dataset.saved).id;
  if (!props.onward || id !== props.onward.after) return; // something else was asked meanwhile
  last.querySelector(".suggestions")?.remove();
  last.insertAdjacentHTML("beforeend", props.onward.html);
});

// ---- at the start ----

new MutationObserver(keep).observe(document.getElementById("chat"), { childList: true, subtree: true });
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
