// Asks a Docker engine, without changing anything: what it has of some images, and what their registries say of them.
//
// Standard input: {"registry": [{"name", "account"?}], "here": [name], "seconds"}; standard output, always with exit code 0:
// {"registry": {name: {"status", "body"} | {"silent": true}}, "here": [{"id", "tags", "digests"}], "engine"?: why it did not answer}
//
// The engine itself asks the registry, as it will when it pulls: by its network, its mirrors, its certificates. `docker` has no
// command for that, but one that connects to the engine's API wherever it is, over SSH too: `docker system dial-stdio`.
const { execFile, spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { request } = require("node:http");
const { Duplex } = require("node:stream");
const { setTimeout } = require("node:timers");

const { registry, here, seconds } = JSON.parse(readFileSync(0, "utf8"));

/** One request to the engine's API, on a connection of its own: a registry that is slow holds up no other. */
function ask({ name, account }) {
  const child = spawn("docker", ["system", "dial-stdio"], { stdio: ["pipe", "pipe", "pipe"] });
  const socket = Duplex.from({ writable: child.stdin, readable: child.stdout });
  // What node:http expects of a socket and a pair of pipes does not have.
  for (const method of ["setTimeout", "setNoDelay", "setKeepAlive", "ref", "unref"])
    socket[method] = () => socket;
  const headers = { Connection: "close", ...(account && { "X-Registry-Auth": encoded(account) }) };
  const path = `/v1.30/distribution/${name}/json`;
  return new Promise((done) => {
    let trouble = "";
    child.stderr.on("data", (text) => (trouble += text));
    const failed = (error) => done({ status: 0, body: trouble.trim() || String(error.message) });
    child.on("error", failed);
    setTimeout(() => done({ silent: true }), seconds * 1000);
    request({ createConnection: () => socket, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => done({ status: response.statusCode, body }));
    })
      .on("error", failed)
      .end();
    socket.on("error", failed);
  }).finally(() => child.kill());
}

/** Base64 for URLs, with padding, which the engine insists on. */
function encoded(account) {
  const text = Buffer.from(JSON.stringify(account)).toString("base64");
  return text.replaceAll("+", "-").replaceAll("/", "_");
}

/** What the engine has under these names; names that it does not know are left out. */
function inspect() {
  const format = '{"id":{{json .Id}},"tags":{{json .RepoTags}},"digests":{{json .RepoDigests}}}';
  return new Promise((done) => {
    execFile("docker", ["image", "inspect", "--format", format, ...here], (error, stdout, stderr) => {
      const trouble = stderr.split("\n").filter((line) => line.trim() && !/no such image/i.test(line));
      const found = stdout.split("\n").filter((line) => line.trim());
      done(
        trouble.length > 0
          ? { engine: trouble.join(" "), here: [] }
          : { here: found.map((line) => JSON.parse(line)) },
      );
    });
  });
}

async function main() {
  const [asked, found] = await Promise.all([Promise.all(registry.map(ask)), inspect()]);
  const answers = registry.map(({ name }, at) => [name, asked[at]]);
  process.stdout.write(JSON.stringify({ registry: Object.fromEntries(answers), ...found }), () =>
    process.exit(0),
  );
}
void main();
