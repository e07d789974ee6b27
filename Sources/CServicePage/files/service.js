// Requests to the service that this page came from. The token stands in this module alone and goes when the page goes.
let token = "";

export function useToken(text) { token = text; }

/** Why a request has no answer: the service's own words, and the faults of single rows. */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The service answered with ${status}.`);
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.faults = problem.faults ?? [];
  }
}

async function answer(path, options) {
  const headers = { ...options.headers };
  if (token) { headers.Authorization = `Bearer ${token}`; }
  let response;
  try {
    response = await fetch(path, { ...options, headers, cache: "no-store" });
  } catch {
    throw new Problem(0, { detail: "The service cannot be reached.", code: "unreachable" });
  }
  if (response.ok) { return response; }
  let problem = {};
  try { problem = await response.json(); } catch { /* Not the service's own answer. */ }
  throw new Problem(response.status, problem);
}

/** What a path says, as JSON. */
export async function look(path) { return (await answer(path, { method: "GET" })).json(); }

/** Sends a request in JSON and gives the response, in the format asked for. */
export async function ask(path, request, accept = "application/json") {
  return answer(path, {
    method: "POST", headers: { "Content-Type": "application/json", Accept: accept }, body: JSON.stringify(request),
  });
}

/** Sends a file of patients as it is, in whatever encoding, with the rest of the request in the query. */
export async function send(path, file, request, accept = "application/json") {
  const query = new URLSearchParams(Object.entries(request).filter(([, value]) => value !== null && value !== ""));
  const [first] = (await file.slice(0, 64).text()).trimStart();
  const type = { "<": "application/xml", "{": "application/x-ndjson", "[": "application/x-ndjson" }[first] ?? "text/csv";
  const words = String(query).replaceAll("+", "%20");
  return answer(`${path}?${words}`, { method: "POST", headers: { "Content-Type": type, Accept: accept }, body: file });
}

/** Lets the browser save a text as a file. */
export function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
