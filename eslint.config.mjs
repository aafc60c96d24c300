import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** The floors of the house, the ground floor first: a folder imports only what stands before it. */
const floors = [
  "messages",
  "components/engine",
  "components/lock",
  "components/image",
  "components/workload",
  "components/database",
  "components/migration",
  "components/service",
  "components/redis",
  "components/backup",
  "components/seed",
  "components/task",
  "components/edge",
  "components/release",
  "components/verification",
  "components/administrator",
  "components/preflight",
  "config",
  "components/system",
  "policy",
  "operations",
  "toolchain",
];

/** What a folder may not import: the floors above it. */
const zones = floors.slice(0, -1).map((target, at) => ({
  target,
  from: floors.slice(at + 1),
  message: `${target} may import only what stands before it among the floors of eslint.config.mjs.`,
}));

/** Processes are started in one file; the commands have a library for it, in another. */
const processStarters = [
  {
    name: "node:child_process",
    importNames: ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"],
    message: "Start processes with components/engine/process.ts, in commands with operations/kernel/run.ts.",
  },
  { name: "execa", allowTypeImports: true, message: "Use operations/kernel/run.ts." },
];

/** What is asked of the world outside: once, by the host and by the frame. All else gets it from them, so a test can give another. */
const fromTheHost = "Use host.world (components/engine/world.ts), or take the value as an argument.";
const elapsed = "For the time: host.world.now(). For durations and deadlines: performance.now().";
const worldProperties = [
  { object: "process", property: "env", message: fromTheHost },
  { object: "Date", property: "now", message: elapsed },
  ...["getStack", "getProject", "getOrganization"].map((property) => ({
    ...{ object: "pulumi", property },
    message: "Use system and stack of the host.",
  })),
];
const worldSyntax = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: elapsed },
  { selector: "CallExpression[callee.name='Date']", message: elapsed },
  { selector: "ImportDeclaration[source.value=/^(node:)?process$/]", message: fromTheHost },
  {
    selector: "ImportSpecifier[imported.name=/^get(Stack|Project|Organization)$/]",
    message: "Use system and stack of the host.",
  },
];

/** What differs between database products is asked of the product; see `Product` in components/database/product/product.ts. */
const productName = "/^(PostgreSQL|MySQL|MariaDB)$/";
const askedProducts = [
  `BinaryExpression[operator=/^[!=]==?$/] > Literal[value=${productName}]`,
  `SwitchCase > Literal[value=${productName}]`,
  `ObjectExpression > Property > Identifier.key[name=${productName}]`,
  `ObjectExpression > Property > Literal.key[value=${productName}]`,
].map((selector) => ({
  selector,
  message:
    "What differs between database products goes into components/database/postgres/ and mysql/, as a member of Product " +
    "(components/database/product/); ask productOf(name) for it.",
}));

/** Commands have the engine of their stack. */
const dockerCommand = {
  selector: "CallExpression[callee.name='run'][arguments.0.value='docker']",
  message: "Ask context.engine (components/engine/engine.ts).",
};

/** A sentence in the code would be read in English whatever the reader's language. A command is the same in each. */
const sentence = "/^(?!npm |pulumi |docker |cp |' ).*[A-Za-z]{2,} [a-z]{2,}/";
const [words, element] = [`[value=${sentence}]`, `[value.raw=${sentence}]`];
const shown = [
  "NewExpression[callee.name='UserError']",
  "CallExpression[callee.object.name='console']",
  "ObjectExpression > Property[key.name=/^(what|fix)$/]",
];
const textsOutside = shown.flatMap((where) =>
  [`${where} > Literal${words}`, `${where} > TemplateLiteral > TemplateElement${element}`].map(
    (selector) => ({
      selector,
      message: "Texts are in messages/en and messages/zh; say() gives them in the reader's language.",
    }),
  ),
);

export default tseslint.config(
  { ignores: ["node_modules/", "apps/", "examples/*/apps/", "**/dist/", "toolchain/go/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js", ".json"] })] },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      // A Pulumi component is used for what it makes: its constructor's effect.
      "no-new": "off",
      "no-restricted-imports": ["error", { paths: processStarters }],
      "@typescript-eslint/require-await": "off",
      "max-lines": ["error", 300],
    },
  },
  {
    files: ["components/engine/process.ts", "operations/kernel/run.ts", "bench/**/*.ts", "test/**/*.ts"],
    rules: { "no-restricted-imports": "off" },
  },
  {
    // Tests say what each product must do. Of several lists for one file the last counts, so each is whole.
    files: ["*.ts", "{components,config,operations,policy,toolchain}/**/*.ts", "examples/*/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...askedProducts, ...textsOutside] },
  },
  {
    // One of them looks at the installed command itself.
    files: ["operations/**/*.ts"],
    ignores: ["operations/doctor/tools.ts"],
    rules: { "no-restricted-syntax": ["error", dockerCommand, ...askedProducts, ...textsOutside] },
  },
  {
    files: ["components/**/*.ts", "config/**/*.ts"],
    ignores: ["components/engine/**", "components/system/system.ts"],
    rules: {
      "no-restricted-properties": ["error", ...worldProperties],
      "no-restricted-syntax": ["error", ...worldSyntax, ...askedProducts, ...textsOutside],
    },
  },
  {
    files: ["components/database/{postgres,mysql}/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...worldSyntax, ...textsOutside] },
  },
  {
    // Mocha's describe and it take promises that they await themselves; a program is required, not imported, by its test.
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-require-imports": "off",
    },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        fetch: "readonly",
        Buffer: "readonly",
        console: "readonly",
        process: "readonly",
        require: "readonly",
        __dirname: "readonly",
        module: "writable",
      },
    },
  },
);
