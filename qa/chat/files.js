// Files to be added: chosen or dropped, uploaded at once, and listed until they are added. Runs
// once, with `element`, `props` (`value`: [{path, name}], where the server keeps each and its
// name here; `kinds`: the endings that are read; `most` files) and `upload`.

const NAMED = 10; // of those left out
const told = element.querySelector(".told");
const list = element.querySelector(".chosen");
const drop = element.querySelector(".drop");
const [several, whole] = element.querySelectorAll("input");
const chosen = () => props.value || [];

several.accept = props.kinds.join();
for (const input of [several, whole]) {
  element.querySelector(input === whole ? ".whole" : ".several").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take([...input.files].map((file) => [file, file.webkitRelativePath || file.name]));
    input.value = ""; // so that the same can be chosen again
  });
}

// Each of `found` is a file and its name, with the folders that it lies in.
async function take(found) {
  const read = found.filter(([, name]) => props.kinds.some((kind) => name.toLowerCase().endsWith(kind)));
  if (chosen().length + read.length > props.most)
    return tell(`More than ${props.most.toLocaleString("en")} files. Put them into one zip archive.`);
  const add = document.querySelector("#add");
  add.disabled = true;
  let failed = "";
  for (const [number, [file, name]] of read.entries()) {
    tell(`Uploading ${number + 1} of ${read.length} …`);
    try {
      const { path } = await upload(file);
      // The server names a file by what is in it: one that was chosen already is not there twice.
      props.value = [...chosen().filter((each) => each.path !== path), { path, name }];
    } catch (error) {
      console.error(error);
      failed = `${name} could not be uploaded. See whether Newsdesk is still running and the file not too large. `;
      break;
    }
  }
  add.disabled = false;
  draw();
  const left = found.filter((each) => !read.includes(each)).map(([, name]) => name);
  const more = left.length > NAMED ? ` and ${left.length - NAMED} more` : "";
  tell(failed + (left.length ? `Left out, of kinds that are not read: ${left.slice(0, NAMED).join(", ")}${more}.` : ""));
}

function tell(words) {
  told.textContent = words;
}

function draw() {
  list.replaceChildren(...chosen().map(item));
}

function item({ name }, place) {
  const line = document.createElement("li");
  line.append(Object.assign(document.createElement("bdi"), { textContent: name }));
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "Remove" });
  remove.setAttribute("aria-label", `Remove ${name}`);
  remove.addEventListener("click", () => {
    props.value = chosen().filter((_, other) => other !== place);
    draw();
    (list.querySelectorAll("button")[place] ?? element.querySelector(".several")).focus();
  });
  line.append(remove);
  return line;
}

watch("value", () => {
  if (!chosen().length) tell(""); // they have been added
  draw();
});

// ---- dropping ----

// The files of what was dropped; of a folder, all that lie in it.
async function within(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    return [[file, entry.fullPath.slice(1)]];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail)); // so many at a time
    if (!some.length) return found;
    for (const each of some) found.push(...(await within(each)));
  }
}

for (const type of ["dragover", "dragleave", "drop"])
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", type === "dragover");
  });
drop.addEventListener("drop", async (event) => {
  const found = [...event.dataTransfer.items].map((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    return entry ? within(entry) : file ? [[file, file.name]] : [];
  });
  take((await Promise.all(found)).flat());
});
