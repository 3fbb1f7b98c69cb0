// What is kept in this browser: conversations, and what this tab was at. Part of the shelf's
// script, which is made of several files, one after the other (qa/chat/page.py).

const PREFIX = "newsdesk:conversation:";
const CURRENT = "newsdesk:current";
const INDEX = "newsdesk:index";
const MOST = 200; // conversations; the oldest go

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
  for (const old of all().slice(MOST)) erase(old.id);
  for (;;) {
    try {
      return localStorage.setItem(PREFIX + row.id, JSON.stringify(row));
    } catch {
      const oldest = all().filter((each) => each.id !== row.id).pop();
      if (!oldest) return say("This browser keeps no conversations. Export this one before you leave.");
      erase(oldest.id);
    }
  }
}

function erase(id) {
  localStorage.removeItem(PREFIX + id);
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
