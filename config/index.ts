/**
 * What stack files are read with: the groups of settings that every system has, values with their rules, and how a program reads them. One
 * import gives it: `import { Database, readConfig, systemSchema } from "pulumi-web-systems/config"`.
 */
export * from "./cache";
export * from "./database";
export * from "./deployments";
export * from "./edge";
export * from "./env-file/env-file";
export * from "./env-file/kinds";
export * from "./guard";
export * from "./images";
export * from "./read";
export * from "./service";
export * from "./stack-schema";
export * from "./system";
export * from "./values";
