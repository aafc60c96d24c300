import assert from "node:assert/strict";
import { pluginPath, readSdk, servedSchema, type Sdk } from "./installed";
import { compareFunction, compareResource, type PackageSchema } from "./schema";

/** What the project's programs use of each package: here any difference fails, elsewhere it is only told. */
const used: Readonly<Record<string, readonly string[]>> = {
  command: [
    "command:local:Command",
    "command:remote:Command",
    "command:remote:CopyToRemote",
    "command:local:run",
  ],
  docker: [
    "docker:index/container:Container",
    "docker:index/remoteImage:RemoteImage",
    "docker:index/network:Network",
    "docker:index/volume:Volume",
  ],
  random: [
    "random:index/randomPassword:RandomPassword",
    "random:index/randomString:RandomString",
    "random:index/randomId:RandomId",
  ],
};

/** Every resource and function of an SDK, with where the plugin differs from it. */
function compareAll(sdk: Sdk, schema: PackageSchema): Map<string, string[]> {
  return new Map([
    ...sdk.resources.map((resource) => [resource.token, compareResource(resource, schema)] as const),
    ...sdk.functions.map((call) => [call.token, compareFunction(call, schema)] as const),
  ]);
}

for (const [name, tokens] of Object.entries(used)) {
  describe(`the plugin ${name} serves its npm SDK`, function () {
    this.timeout(60_000);
    let compared: Map<string, string[]>;

    before(() => {
      const sdk = readSdk(name);
      compared = compareAll(sdk, servedSchema(pluginPath(name, sdk.version)));
    });

    for (const token of tokens) {
      it(token, () => {
        assert.deepEqual(compared.get(token) ?? [`${token}: the SDK has no such resource or function`], []);
      });
    }

    after(() => {
      const rest = [...(compared ?? [])].filter(([token]) => !tokens.includes(token));
      const other = rest.filter(([, lines]) => lines.length > 0).map(([token]) => token);
      const same = rest.length - other.length;
      console.log(
        `      not used here: ${same} the same${other.length > 0 ? `, ${other.length} differ: ${other.join(", ")}` : ""}`,
      );
    });
  });
}
