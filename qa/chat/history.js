// The list of conversations: opened, renamed, deleted. Part of the shelf's script.

const dialog = element.querySelector("dialog");
const undo = element.querySelector(".undo");
let deleted = null;

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
    const now = read(row.id); // an answer may have come since the list was drawn
    if (keepIt && field.value.trim() && now) write({ ...now, name: field.value.trim() });
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
  deleted = read(row.id) ?? row;
  erase(row.id);
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

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // beside it
});
