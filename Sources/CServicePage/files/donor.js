import { bounds, find, make } from "./elements.js";

const loci = ["A", "B", "C", "DRB1", "DQB1"];
const drawer = find("drawer");

find("close-drawer").addEventListener("click", () => drawer.close());

function open(title, ...content) {
  find("drawer-title").textContent = title;
  find("drawer-body").replaceChildren(...content);
  if (!drawer.open) { drawer.showModal(); }
}

/** A report of the service within the page, with its own look, which does not reach the rest of the page. */
function report(html) {
  // The report's own style is inline, for paper; here it comes as a file, as the policy of the page demands.
  const page = new DOMParser().parseFromString(html.replace(/<style>[^<]*<\/style>/, ""), "text/html");
  const host = make("div");
  const shadow = host.attachShadow({ mode: "open" });
  const parts = [page.querySelector("svg.defs"), ...(page.querySelector("main")?.children ?? [])];
  shadow.append(make("link", { rel: "stylesheet", href: "/page/report.css" }), ...parts.filter((part) => part));
  return host;
}

/** Opens the drawer of one donor: locus pictures, rules, points, NK models, further facts. */
export async function showDonor(asked, patient, donor) {
  const title = `Donor ${donor.donor_id} for patient ${patient}`;
  open(title, make("p", {}, "Asking the service ..."));
  const response = await asked("/v1/explain", { patient_id: patient, donor_id: donor.donor_id }, "text/html");
  open(title, report(await response.text()));
}

/** Opens the drawer with chosen donors side by side; rows in which they differ are marked. */
export function showComparison(patient, donors) {
  const rows = [
    ["rank", (donor) => String(donor.rank)], ["status", (donor) => donor.status],
    ["points", (donor) => String(donor.points)], ["match", (donor) => bounds(donor.match)],
    ["GVH", (donor) => bounds(donor.gvh)], ["HVG", (donor) => bounds(donor.hvg)],
    ["homozygous loci", (donor) => bounds(donor.homozygous)],
    ...loci.map((locus) => [`${locus}: match`, (donor) => bounds(donor[locus])]),
    ...loci.map((locus) => [`${locus}: typing`, (donor) => donor.loci[locus].donor.join(" / ")]),
    ["two-field match", (donor) => bounds(donor.two_field.match)],
    ["antigen match", (donor) => bounds(donor.antigen.match)],
    ["relation", (donor) => donor.relation], ["age", (donor) => String(donor.age ?? "unknown")],
    ["NK points", (donor) => String(donor.nk)],
    ["points made of", (donor) => donor.terms.map((term) => `${term.code} ${term.points}`).join(", ")],
    ["reasons", (donor) => donor.reasons.join(" ") || "none"], ["flags", (donor) => donor.flags.join(" ") || "none"],
  ];
  const head = make("tr", {}, make("th", { scope: "col" }, "of the donor"),
    ...donors.map((donor) => make("th", { scope: "col" }, donor.donor_id)));
  const body = rows.map(([name, value]) => {
    const values = donors.map(value);
    const className = new Set(values).size > 1 ? "differs" : "";
    return make("tr", {}, make("th", { scope: "row" }, name), ...values.map((text) => make("td", { className }, text)));
  });
  const caption = make("caption", {}, "Decision support, not a treatment decision. Cells in which the donors differ are marked.");
  const table = make("table", {}, caption, make("thead", {}, head), make("tbody", {}, ...body));
  open(`Donors for patient ${patient} side by side`, make("div", { className: "wide" }, table));
}

/** Says in the open drawer what went wrong. */
export function showFault(problem) {
  find("drawer-body").replaceChildren(make("p", { className: "problem", role: "alert" }, problem.message));
}
