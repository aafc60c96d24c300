import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", "apps/", "examples/*/apps/", "**/dist/", "toolchain/go/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A Pulumi component is used for what it makes: its constructor's effect.
      "no-new": "off",
      "@typescript-eslint/require-await": "off",
      "max-lines": ["error", 300],
    },
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
