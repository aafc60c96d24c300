// Runs inside Nginx (njs) for each request to a service or a static build: where its containers or its files are now. The switch replaces the file, by renaming, when a
// release has new ones; Nginx itself needs no reload then, which would close its clients' idle connections.
import fs from "fs";

const live = "/etc/nginx/live/upstreams";
// Those of a release that is not switched to yet; there only while its checks are made.
const candidates = "/etc/nginx/live/candidates";
// Nobody listens there: the answer is 502, as for a service that is away.
const nowhere = "127.0.0.1:1";

/** What stands behind the name `$service`, in the first line that begins with it. */
function found(request) {
  const name = `${request.variables.service} `;
  const line = lines(request).find((candidate) => candidate.startsWith(name));
  return line ? line.slice(name.length) : undefined;
}

/** Containers of the service. */
function addresses(request) {
  const line = found(request);
  return line ? line.split(" ") : [nowhere];
}

/** What the checks of a switch ask for goes to the candidates, what users ask for does not. */
function lines(request) {
  if (request.variables.addresses_of === "candidates") {
    try {
      return fs.readFileSync(candidates, "utf8").split("\n");
    } catch (error) {
      // There are none while no switch is under way.
      if (error.code !== "ENOENT") throw error;
    }
  }
  return fs.readFileSync(live, "utf8").split("\n");
}

/** One of several containers by the request's number, and for a second attempt the one after it. */
function pick(request, offset) {
  const all = addresses(request);
  return all[(parseInt(request.variables.request_id.slice(0, 6), 16) + offset) % all.length];
}

export default {
  first: (request) => pick(request, 0),
  spare: (request) => pick(request, 1),
  folder: (request) => found(request) ?? "/nothing",
};
