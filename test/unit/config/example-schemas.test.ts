import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import type { z } from "zod";
import { stackSchema } from "../../../config/stack-schema";
import { root } from "../../support/program";

const examples = join(root, "examples");
const names = existsSync(examples) ? readdirSync(examples) : [];

for (const name of names)
  describe(`config: the stack files of ${name}`, () => {
    const folder = join(examples, name);
    const { StackConfig } = require(join(folder, "config")) as { StackConfig: z.ZodObject };
    const generated = stackSchema(StackConfig, name);
    const read = (file: string) => readFileSync(join(folder, file), "utf8");

    it("have a JSON Schema, committed as generated (UPDATE_GOLDEN=1 writes it)", () => {
      const text = `${JSON.stringify(generated, null, 2)}\n`;
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(join(folder, "stack.schema.json"), text);
      assert.equal(read("stack.schema.json"), text);
    });

    for (const stack of ["dev", "preprod", "prod"])
      it(`${stack}: valid, and names its schema`, () => {
        const text = read(`Pulumi.${stack}.yaml`);
        assert.match(text, /^# yaml-language-server: \$schema=\.\/stack\.schema\.json\n/);
        const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(generated);
        validate(parse(text));
        assert.deepEqual(validate.errors, null);
      });

    it("preprod and prod protect the database and take no weak secrets", () => {
      for (const stack of ["preprod", "prod"]) {
        const { config } = parse(read(`Pulumi.${stack}.yaml`)) as { config: Record<string, unknown> };
        assert.notEqual(
          (config[`${name}:database`] as { protect?: boolean } | undefined)?.protect,
          false,
          stack,
        );
        assert.equal(`${name}:allowWeakSecrets` in config, false);
      }
    });

    it("its program is at most 150 lines", () => {
      assert.ok(read("index.ts").split("\n").length <= 151);
    });
  });
