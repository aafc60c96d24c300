import { basename } from "node:path";

/** Names of files that hold secrets by custom. */
const names = [
  /^\.env/,
  /\.env$/,
  /\.(?:pem|key|p8|p12|pfx|jks|keystore|ppk|kdbx|ovpn|tfstate)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/,
  /^[._]netrc$/,
  /^\.(?:pgpass|my\.cnf|htpasswd|git-credentials|vault-token|s3cfg|boto)$/,
  /^(?:credentials|kubeconfig)(?:\.json)?$/,
  /^(?:client[-_]secret|service[-_]account).*\.json$/,
];

/** Those of them that are there to show which settings there are. */
const examples = /[._-](?:example|sample|template|dist)$/;

/** Folders that hold nothing else. */
const folders = /(?:^|\/)\.(?:ssh|gnupg|aws|kube|docker)\//;

/** Settings of tools that may hold an account, and how that looks. */
const accounts = /^(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|pip\.conf|nuget\.config|auth\.json)$/;
const account = /_auth|auth_?token|passw|:\/\/[^\s/:@]+:[^\s/@]+@/i;

/** The end of a line, also as JSON writes it, and what the next one is indented by. */
const end = String.raw`(?:(?:\\+r)?\\+n|\r?\n)[ \t]*`;
const privateKey = new RegExp(
  `-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----${end}(?:[\\w-]+: [^\\n\\\\]*${end})*(?:${end})?[\\w+/=]{30,}`,
);

/** Variables that open a state or an account, with a value of their own and not a reference or an ellipsis. */
const named =
  "(?:PULUMI_CONFIG_PASSPHRASE|PULUMI_ACCESS_TOKEN|AWS_SECRET_ACCESS_KEY|ALIBABA_CLOUD_ACCESS_KEY_SECRET|TENCENTCLOUD_SECRET_KEY)";
const own = String.raw`["']?(?!\.{3})[^\s"'$<{%${"`"}(|>&*!#]`;
const assigned = new RegExp(
  String.raw`^[ \t-]*(?:(?:export|set|env|ENV|ARG)[ \t]+)?["']?${named}["']?=${own}`,
  "m",
);
/** As Compose and CI files map them. In a program such a line may be a test's. */
const mapped = new RegExp(String.raw`^[ \t-]*["']?${named}["']?:[ \t]+${own}`, "m");

/**
 * Tells whether a file looks as if it held a secret: by its name, or by a private key or the value of a variable like PULUMI_CONFIG_PASSPHRASE in it.
 *
 * @param path below the folder of the source
 * @param text reads the file's text, or the beginning of it
 */
export function looksSecret(path: string, text: () => string): boolean {
  const name = basename(path).toLowerCase();
  if (folders.test(path)) return true;
  if (!examples.test(name) && names.some((pattern) => pattern.test(name))) return true;
  if (accounts.test(name)) return account.test(text());
  const content = text();
  if (privateKey.test(content)) return true;
  if (examples.test(name)) return false;
  return assigned.test(content) || (/\.(?:ya?ml|json)$/.test(name) && mapped.test(content));
}
