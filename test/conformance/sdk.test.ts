import assert from "node:assert/strict";
import { compareFunction, compareResource, type PackageSchema } from "./schema";
import { parseFunctions, parseResource } from "./sdk";

/** A resource as Pulumi compiles one that can be imported: the branch for a resource that exists comes first. */
const imported = `
class Box {
    static get(name, id, state, opts) { return new Box(name, state, { ...opts, id: id }); }
    static __pulumiType = 'pack:index/box:Box';
    constructor(name, argsOrState, opts) {
        let resourceInputs = {};
        opts = opts || {};
        if (opts.id) {
            const state = argsOrState;
            resourceInputs["label"] = state?.label;
            resourceInputs["size"] = state?.size;
            resourceInputs["key"] = state?.key;
        }
        else {
            const args = argsOrState;
            if (args?.size === undefined && !opts.urn) {
                throw new Error("Missing required property 'size'");
            }
            resourceInputs["label"] = (args?.label) ?? "none";
            resourceInputs["size"] = args?.size ? pulumi.secret(args.size) : undefined;
            resourceInputs["key"] = undefined /*out*/;
        }
        const secretOpts = { additionalSecretOutputs: ["key", "size"] };
    }
}`;

/** And one that cannot: the branches are the other way round. */
const plain = `
    Lid.__pulumiType = 'pack:mod:Lid';
        if (!opts.id) {
            resourceInputs["tight"] = args?.tight;
            resourceInputs["fit"] = undefined /*out*/;
        }
        else {
            resourceInputs["fit"] = undefined /*out*/;
            resourceInputs["tight"] = undefined /*out*/;
        }`;

const call = `
    return pulumi.runtime.invoke("pack:mod:weigh", {
        "box": args.box,
        "unit": args.unit,
    }, opts);
}
    return pulumi.runtime.invokeOutput("pack:mod:weigh", { "box": args.box }, opts);`;

const declaration = `
export interface WeighResult {
    /** In { units }. */
    readonly weight: number;
    readonly unit?: string;
}
export interface Other { readonly no: string; }`;

const schema: PackageSchema = {
  resources: {
    "pack:index/box:Box": {
      inputProperties: { label: {}, size: { secret: true } },
      requiredInputs: ["size"],
      properties: { label: {}, size: { secret: true }, key: { secret: true } },
    },
    "pack:mod:Lid": { inputProperties: { tight: {} }, properties: { tight: {}, fit: {} } },
  },
  functions: {
    "pack:mod:weigh": {
      inputs: { properties: { box: {}, unit: {} } },
      outputs: { properties: { weight: {}, unit: {} } },
    },
  },
};

/** A copy of the schema in which one text stands for another. */
function broken(from: string, to: string): PackageSchema {
  const text = JSON.stringify(schema);
  assert.ok(text.includes(from), `${from} is not in the schema`);
  return JSON.parse(text.replace(from, to)) as PackageSchema;
}

describe("an SDK's compiled JavaScript", () => {
  const box = parseResource(imported);
  const lid = parseResource(plain);
  const [weigh, ...others] = parseFunctions(call, declaration);
  assert.ok(box && lid && weigh);

  it("tells a resource's token, inputs, outputs and secrets", () => {
    assert.deepEqual(box, {
      token: "pack:index/box:Box",
      inputs: ["label", "size"],
      required: ["size"],
      outputs: ["key", "label", "size"],
      outputOnly: ["key"],
      secrets: ["key", "size"],
    });
    assert.deepEqual(lid.outputs, ["fit", "tight"]);
    assert.deepEqual(lid.inputs, ["tight"]);
  });

  it("tells a function's token, inputs and outputs, once", () => {
    assert.deepEqual(weigh, {
      token: "pack:mod:weigh",
      inputs: ["box", "unit"],
      outputs: ["unit", "weight"],
    });
    assert.deepEqual(others, []);
  });

  it("is no resource without a token, or with a provider's", () => {
    assert.equal(parseResource("class X {}"), undefined);
    assert.equal(parseResource("Provider.__pulumiType = 'pack';"), undefined);
  });

  it("is refused where a constructor has another form", () => {
    assert.throws(() => parseResource("X.__pulumiType = 'a:b:C';"), /a:b:C: no branch on opts.id/);
  });

  it("agrees with a schema that serves it", () => {
    assert.deepEqual(
      [...compareResource(box, schema), ...compareResource(lid, schema), ...compareFunction(weigh, schema)],
      [],
    );
  });

  const breaks: [what: string, from: string, to: string, told: RegExp][] = [
    ["a token", "pack:index/box:Box", "pack:index/box:Bax", /the plugin has no such resource/],
    [
      "an input",
      `"inputProperties":{"label":{}`,
      `"inputProperties":{"lable":{}`,
      /inputs: the plugin lacks label; the SDK does not know lable/,
    ],
    [
      "a required input",
      `"requiredInputs":["size"]`,
      `"requiredInputs":[]`,
      /required inputs: the plugin lacks size/,
    ],
    ["an output", `,"key":{"secret":true}`, "", /outputs: the plugin lacks key/],
    ["a secret", `"key":{"secret":true}`, `"key":{}`, /secret outputs: the plugin lacks key/],
  ];
  for (const [what, from, to, told] of breaks) {
    it(`does not agree with one that breaks ${what}`, () => {
      assert.match(compareResource(box, broken(from, to)).join("\n"), told);
    });
  }

  it("does not agree with one that breaks a function", () => {
    assert.match(compareFunction(weigh, broken("pack:mod:weigh", "pack:mod:way")).join(), /no such function/);
    assert.match(
      compareFunction(weigh, broken(`"box":{}`, `"bax":{}`)).join(),
      /inputs: the plugin lacks box/,
    );
    assert.match(
      compareFunction(weigh, broken(`"weight":{}`, `"mass":{}`)).join(),
      /outputs: the plugin lacks weight/,
    );
  });
});
