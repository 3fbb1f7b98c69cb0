// Taken away: exports, an answer with its citations, a link. Part of the shelf's script.

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
