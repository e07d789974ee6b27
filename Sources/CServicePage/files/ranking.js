import { bounds, fillChoice, fillHeads, find, make } from "./elements.js";

const heads = [
  "choose", "rank", "donor", "status", "points", "match", "GVH", "HVG", "hom", "A", "B", "C", "DRB1", "DQB1", "relation",
  "age", "NK", "reasons and flags",
];
/** Of cord blood units, behind the loci. */
const unitHeads = ["of 6", "TNC/kg", "CD34+/kg"];
const loci = ["A", "B", "C", "DRB1", "DQB1"];
const mostChosen = 6;

/** The ranked table of one answer: one patient at a time, filtered, with donors chosen for comparison. */
export class Ranking {
  constructor(open, chosenChanged) {
    this.open = open;
    this.chosenChanged = chosenChanged;
    this.patients = [];
    this.chosen = new Set();
    find("patient").addEventListener("change", () => { this.chosen.clear(); this.show(); });
    for (const id of ["only-eligible", "only-related", "donor-filter", "most-matches"]) {
      find(id).addEventListener("input", () => this.show());
    }
  }

  /** Takes a new answer. */
  take(answer) {
    this.patients = answer.patients;
    this.chosen.clear();
    const { reference, protocol, date, program } = answer.run;
    const excerpt = reference.excerpt ? " (embedded excerpt, not a full release)" : "";
    find("made-by").textContent =
      `${answer.run.note}. ${program}, IPD-IMGT/HLA ${reference.release}${excerpt}, protocol ${protocol.name} `
      + `${protocol.version} (${protocol.sha256.slice(0, 12)}), ages on ${date}`;
    fillChoice(find("patient"), this.patients.map((patient) => ({ value: patient.patient_id, words: patient.patient_id })));
    this.show();
  }

  get patient() { return this.patients.find((patient) => patient.patient_id === find("patient").value); }

  /** The donors chosen for comparison, in the order of their ranks. */
  get chosenDonors() { return (this.patient?.donors ?? []).filter((donor) => this.chosen.has(donor.donor_id)); }

  get filtered() {
    const text = find("donor-filter").value.trim().toLowerCase();
    const most = find("most-matches").value;
    return this.patient.donors.filter((donor) =>
      (!find("only-eligible").checked || donor.status === "eligible")
      && (!find("only-related").checked || donor.relation !== "unrelated")
      && (text === "" || donor.donor_id.toLowerCase().includes(text))
      && (most === "" || donor.match.max <= Number(most)));
  }

  show() {
    const patient = this.patient;
    if (!patient) { return; }
    const donors = this.filtered;
    const { eligible, indeterminate, excluded, excluded_by: rules } = patient.counts;
    const why = Object.entries(rules).map(([rule, count]) => `${rule} ${count}`).join(", ");
    const listed = (patient.listed ?? []).map((donor) => donor.donor_id).join(" ");
    find("tally").textContent =
      `${eligible} eligible, ${indeterminate} indeterminate, ${excluded} excluded${why ? ` (${why})` : ""}`
      + (listed ? `; listed without rank, as no HLA rule holds for them: ${listed}` : "");
    const behind = heads.indexOf("relation");
    this.hasUnits = patient.donors.some((donor) => donor.unit);
    fillHeads(find("ranking"), heads.toSpliced(behind, 0, ...(this.hasUnits ? unitHeads : [])));
    find("ranking-caption").textContent =
      `Patient ${patient.patient_id}: ${donors.length} of ${patient.donors.length} listed donors shown`;
    find("ranking").tBodies[0].replaceChildren(...donors.map((donor) => this.row(donor)));
    this.chosenChanged(this.chosen.size);
  }

  row(donor) {
    const name = make("button", { type: "button", className: "plain", onclick: () => this.open(donor) }, donor.donor_id);
    const cell = (value, className = "number") => make("td", { className }, value);
    const row = make("tr", { className: donor.status }, make("td", {}, this.choice(donor)), cell(String(donor.rank)));
    row.append(
      make("th", { scope: "row" }, name), cell(donor.status, ""), cell(String(donor.points)), cell(bounds(donor.match)),
      cell(bounds(donor.gvh)), cell(bounds(donor.hvg)), cell(bounds(donor.homozygous)),
      ...loci.map((locus) => cell(bounds(donor[locus]))), ...this.unitCells(donor).map((value) => cell(value)),
      cell(donor.relation, ""), cell(String(donor.age ?? "")),
      cell(String(donor.nk)), cell([...donor.reasons, ...donor.flags].join(" "), "words"));
    return row;
  }

  /** Matches of six and cells per kilogram, under a protocol for cord blood. */
  unitCells({ unit }) {
    if (!this.hasUnits) { return []; }
    return [unit ? bounds(unit.six_match) : "", dose(unit?.tnc_per_kg), dose(unit?.cd34_per_kg)];
  }

  choice(donor) {
    const box = make("input", { type: "checkbox", "aria-label": `choose ${donor.donor_id} for comparison` });
    box.checked = this.chosen.has(donor.donor_id);
    box.addEventListener("change", () => {
      if (!box.checked) { this.chosen.delete(donor.donor_id); }
      if (box.checked && this.chosen.size >= mostChosen) { box.checked = false; }
      if (box.checked) { this.chosen.add(donor.donor_id); }
      this.chosenChanged(this.chosen.size);
    });
    return box;
  }
}

/** Cells per kilogram, cut off behind the second place as the reports do. */
function dose(value) { return value == null ? "" : String(Math.floor(value * 100 * (1 + 1e-12)) / 100); }
