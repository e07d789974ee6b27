import { fillHeads, find, make } from "./elements.js";
import { look } from "./service.js";

const heads = ["number", "asked (UTC)", "by", "kind", "patients", "pool", "protocol", "release", "ages on", "first of each list"];

/** The past searches, page by page. */
export class PastSearches {
  constructor() {
    this.next = null;
    fillHeads(find("past-table"), heads);
  }

  /** Shows the newest, or those before the ones that are shown. */
  async show({ older }) {
    const before = older && this.next ? `&before=${this.next}` : "";
    const page = await look(`/v1/searches?limit=50${before}`);
    const rows = page.searches.map((search) => this.row(search));
    const body = find("past-table").tBodies[0];
    if (older) { body.append(...rows); } else { body.replaceChildren(...rows); }
    this.next = page.next ?? null;
    find("more-past").hidden = this.next === null;
    return page.searches.length;
  }

  row(search) {
    const first = search.top.filter((list) => list.donors.length).slice(0, 5)
      .map((list) => `${list.patient_id}: ${list.donors[0].donor_id}`).join(", ");
    const words = (source) => `${source.name} ${source.sha256.slice(0, 8)}`;
    const cells = [
      search.at.replace("T", " ").replace("Z", ""), search.caller, search.kind, String(search.patients),
      words(search.pool), words(search.protocol), search.reference.name, search.date, first,
    ];
    return make("tr", {}, make("th", { scope: "row" }, String(search.id)), ...cells.map((text) => make("td", {}, text)));
  }
}
