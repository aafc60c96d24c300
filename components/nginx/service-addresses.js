// Runs inside Nginx (njs) for each request to a service: where its containers are now. The switch replaces the file, by renaming, when a
// release has new ones; Nginx itself needs no reload then, which would close its clients' idle connections.
import fs from "fs";

const file = "/etc/nginx/live/upstreams";
// Nobody listens there: the answer is 502, as for a service that is away.
const nowhere = "127.0.0.1:1";

/** Containers of the service `$service`: the first line that begins with its name. */
function addresses(request) {
  const name = `${request.variables.service} `;
  const line = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .find((candidate) => candidate.startsWith(name));
  return line ? line.slice(name.length).split(" ") : [nowhere];
}

/** One of several containers by the request's number, and for a second attempt the one after it. */
function pick(request, offset) {
  const found = addresses(request);
  return found[(parseInt(request.variables.request_id.slice(0, 6), 16) + offset) % found.length];
}

export default {
  first: (request) => pick(request, 0),
  spare: (request) => pick(request, 1),
};
