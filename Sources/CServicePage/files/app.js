import { showComparison, showDonor, showFault } from "./donor.js";
import { fillChoice, find, showProblem } from "./elements.js";
import { PastSearches } from "./past.js";
import { Ranking } from "./ranking.js";
import { ask, look, save, send, useToken } from "./service.js";

const example = `patient_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2,sex,birth_date,abo,cmv
P1,A*02:01,A*24:02,B*44:02,B*07:02,C*05:01,C*07:02,DRB1*04:01,DRB1*15:01,DQB1*03:01,DQB1*06:02,F,1981-05-17,A,N
`;
// Asks again what was asked last, with more members and in another format.
let asked = null;
let upload = null;
let hasToken = false;

function say(words) { find("state").textContent = words; }

/** Runs a step of the page; what goes wrong is shown, and a missing token is asked for. */
async function step(words, work) {
  showProblem(null);
  say(words);
  try {
    say((await work()) ?? "");
  } catch (problem) {
    say("");
    if (problem.status === 401) {
      find("token-form").hidden = false;
      find("token").focus();
      if (!hasToken) { return; }
    }
    showProblem(problem);
  }
}

async function loadChoices() {
  const [pools, protocols] = await Promise.all([look("/v1/pools"), look("/v1/protocols")]);
  fillChoice(find("pool"), pools.pools.map((pool) => ({
    value: pool.name, words: `${pool.name}: ${pool.donors} donors, IPD-IMGT/HLA ${pool.release}`,
  })));
  fillChoice(find("protocol"), protocols.protocols.map((rules) => ({
    value: rules.name, words: `${rules.name} ${rules.version}: ${rules.title}`,
  })));
  if (!asked && protocols.protocols.some((rules) => rules.name === "mst")) { find("protocol").value = "mst"; }
  find("token-form").hidden = true;
  return pools.pools.length ? "" : "No pool is loaded yet.";
}

/** What the form asks for, as a function of route, further members and format. */
function asking() {
  const [patients, file] = [find("patients").value, upload];
  const request = {
    pool: find("pool").value || null, protocol: find("protocol").value, date: find("date").value || null,
    top: Number(find("top").value),
  };
  return (path, more, accept) => (file
    ? send(path, file, { ...request, ...more }, accept) : ask(path, { ...request, patients, ...more }, accept));
}

async function rank() {
  const now = asking();
  const response = await now("/v1/rank", {});
  const number = response.headers.get("Search-Id");
  const warnings = response.headers.get("Input-Warnings");
  const answer = await response.json();
  asked = (path, more, accept) => now(path, { ...more, date: answer.run.date }, accept);
  ranking.take(answer);
  find("results").hidden = false;
  find("results").focus({ preventScroll: true });
  find("results").scrollIntoView({ block: "start" });
  return `Done${number ? `, search ${number} of the history` : ""}.${warnings ? ` Warnings: ${warnings}.` : ""}`;
}

async function saveAs(accept, name) {
  const response = await asked("/v1/rank", {}, accept);
  save(await response.text(), accept, name);
  return `${name} was handed to the browser.`;
}

const past = new PastSearches();
const ranking = new Ranking(
  (donor) => showDonor(asked, find("patient").value, donor).catch(showFault),
  (count) => { find("compare").disabled = count < 2; });

/** Takes patients from the text, and no longer from a file. */
function write(text) {
  find("patients").value = text;
  find("file").value = "";
  upload = null;
}

function show(part) {
  for (const name of ["search", "past"]) {
    find(name).hidden = name !== part;
    find(`show-${name}`).setAttribute("aria-pressed", String(name === part));
  }
  find("results").hidden = part !== "search" || !asked || ranking.patients.length === 0;
}

find("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  step("Searching ...", rank);
});
find("file").addEventListener("change", (event) => {
  [upload = null] = event.target.files;
  if (upload) { find("patients").value = ""; }
});
find("patients").addEventListener("input", () => write(find("patients").value));
find("example").addEventListener("click", () => write(example));
find("compare").addEventListener("click", () => showComparison(find("patient").value, ranking.chosenDonors));
find("save-csv").addEventListener("click", () => step("Asking ...", () => saveAs("text/csv", "ranking.csv")));
find("save-report").addEventListener("click", () => step("Asking ...", () => saveAs("text/html", "ranking.html")));
find("show-search").addEventListener("click", () => { show("search"); showProblem(null); });
find("show-past").addEventListener("click", () => {
  show("past");
  step("Asking ...", async () => ((await past.show({ older: false })) ? "" : "No search was recorded yet."));
});
find("more-past").addEventListener("click", () => step("Asking ...", async () => { await past.show({ older: true }); }));
find("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  useToken(find("token").value.trim());
  hasToken = true;
  step("Asking ...", loadChoices);
});
step("Asking ...", loadChoices);
