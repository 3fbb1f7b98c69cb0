// Runs once, when gradio puts the source panel on the page, with `element` (the panel's
// inside) and `server` (the functions it may call). Listeners sit on the document, because
// the conversation is redrawn while an answer streams.

const root = document.documentElement;
const narrow = matchMedia("(max-width: 900px)");
const MAX_QUESTION = 2000;
let opened = null; // the citation whose article is shown
let latest = 0; // so that of two quick clicks the second wins

// ---- the source panel ----

async function open(link) {
  const ticket = ++latest;
  const index = link.closest("[data-index]").dataset.index;
  let html;
  try {
    html = await server.open_source({ ...JSON.parse(link.dataset.cite), index });
    if (typeof html !== "string") throw new Error("no answer"); // gradio swallows what failed
  } catch (error) {
    console.error(error);
    html = lost();
  }
  if (ticket !== latest) return;
  element.innerHTML = html;
  element.dataset.index = index; // for what the article leads on to
  setCurrent(link);
  document.dispatchEvent(new Event("newsdesk:source"));
  root.dataset.source = "open";
  behind(narrow.matches);
  // Where it covers the page, going back is how one closes it.
  if (narrow.matches && !history.state?.source) history.pushState({ source: true }, "");
  element.querySelector("#source-title").focus({ preventScroll: true });
  const mark = element.querySelector("mark");
  if (mark) mark.scrollIntoView({ block: "center" });
  else element.closest("#source").scrollTop = 0;
  if (!narrow.matches) link.scrollIntoView({ block: "nearest" });
}

function lost() {
  return (
    '<section class="panel" role="dialog" aria-labelledby="source-title"><div class="bar">' +
    '<button class="close" type="button" aria-label="Close the article">✕</button></div>' +
    '<h2 id="source-title" tabindex="-1">The article did not come</h2><p class="changed">' +
    "The connection to Newsdesk is lost. See whether it is still running, then reload this page." +
    "</p></section>"
  );
}

function close() {
  if (history.state?.source) history.back();
  else shut();
}
addEventListener("popstate", () => {
  if (root.dataset.source && !history.state?.source) shut();
});

function shut() {
  latest++;
  delete root.dataset.source;
  element.innerHTML = "";
  behind(false);
  const back = opened && find(opened);
  setCurrent(null);
  (back || document.querySelector("#question textarea")).focus();
}

function setCurrent(link) {
  document.querySelectorAll("a.cite[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  opened = link;
  if (link) link.setAttribute("aria-current", "true");
}

// A citation that was redrawn meanwhile is found again by what it cites.
function find(link) {
  if (link.isConnected) return link;
  return [...document.querySelectorAll("a.cite")].find((each) => each.dataset.cite === link.dataset.cite);
}

// On a phone the panel covers the page, so nothing behind it may take the focus.
function behind(covered) {
  for (const id of ["masthead", "chat", "composer"]) document.getElementById(id).inert = covered;
}
narrow.addEventListener("change", () => behind(narrow.matches && root.dataset.source === "open"));

// ---- the preview of a citation ----

const preview = document.createElement("div");
preview.id = "preview";
preview.setAttribute("role", "tooltip");
preview.hidden = true;
document.body.append(preview);

function show(link) {
  const line = (tag, words) => Object.assign(document.createElement(tag), { textContent: words, dir: "auto" });
  const { spans } = JSON.parse(link.dataset.cite);
  preview.replaceChildren(
    line("b", link.dataset.title),
    line("span", link.dataset.from),
    ...spans.slice(0, 2).map(([, , quote]) => line("q", quote.length > 300 ? quote.slice(0, 299) + "…" : quote)),
  );
  preview.hidden = false;
  link.setAttribute("aria-describedby", "preview");
  const at = link.getBoundingClientRect();
  const size = preview.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 24), innerWidth - size.width - 8);
  const above = at.top - size.height - 8;
  preview.style.left = `${left}px`;
  preview.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

function hide() {
  preview.hidden = true;
  document.querySelector("[aria-describedby=preview]")?.removeAttribute("aria-describedby");
}

const hovers = matchMedia("(hover: hover)");
let pointer = ""; // where it is
document.addEventListener("mousemove", (event) => (pointer = `${event.clientX} ${event.clientY}`));
document.addEventListener("mouseover", (event) => {
  const link = event.target.closest("#chat a.cite");
  const moved = pointer !== `${event.clientX} ${event.clientY}`; // else the page scrolled beneath it
  if (link && hovers.matches && moved) show(link);
  else if (!event.target.closest("#preview")) hide();
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("#chat a.cite:focus-visible")) show(event.target);
  else hide();
});
// A link that was tabbed to may first have to come into view.
function follow() {
  const link = document.querySelector("[aria-describedby=preview]:focus-visible");
  if (link) show(link);
  else hide();
}
document.addEventListener("scroll", follow, { capture: true, passive: true });

// ---- asking ----

function ask(question) {
  const box = document.querySelector("#question textarea");
  box.value = question.slice(0, MAX_QUESTION);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => document.querySelector("#question .submit-button")?.click());
}

function whenThere(selector, action) {
  if (document.querySelector(selector)) return action();
  const watch = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    watch.disconnect();
    action();
  });
  watch.observe(document.body, { childList: true, subtree: true });
}

const wanted = new URLSearchParams(location.search).get("q");
if (wanted)
  whenThere("#question .submit-button", () => {
    setTimeout(() => {
      // After shelf.js has chosen the index that the link names.
      ask(wanted);
      history.replaceState(null, "", location.pathname); // so that a reload does not ask again
    });
  });

// Gradio's label holds the button as well, and its signs of folding are read aloud.
whenThere("#question textarea", () => document.querySelector("#question textarea").setAttribute("aria-label", "Your question"));
whenThere("#filters .icon", () => document.querySelectorAll(":is(#filters, #adding) > button .icon").forEach((sign) => sign.setAttribute("aria-hidden", "true")));

// A new question comes to the top, so that its answer is read from its beginning.
whenThere("#chat", () => {
  let count = 0;
  new MutationObserver(() => {
    const exchanges = document.querySelectorAll("#chat .exchange");
    if (exchanges.length > count && exchanges.length > 1)
      exchanges[exchanges.length - 1].scrollIntoView({ block: "start" });
    count = exchanges.length;
  }).observe(document.getElementById("chat"), { childList: true, subtree: true });
});

// ---- clicks and keys ----

document.addEventListener(
  "click",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a.cite, a.ask:not([data-again]), #source .close");
    if (!link) return;
    event.preventDefault();
    hide();
    if (link.matches("a.cite")) open(link);
    else if (link.matches("a.ask")) ask(new URLSearchParams(link.search).get("q"));
    else close();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!preview.hidden) hide();
  else if (root.dataset.source) close();
});
