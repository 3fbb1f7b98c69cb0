// A reader's say on answers and sources. Part of the shelf's script: `verdicts` are those of the
// conversation that is shown, by exchange and article.

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
