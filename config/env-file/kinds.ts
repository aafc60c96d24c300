/**
 * Named kinds of values of an env file. All stay text, as environment variables are; each carries an `example` for messages. Those
 * with `secret` are also checked for known defaults, `own` ones for their length too.
 */
import { z } from "zod";

const text = (message: string) => z.string(message).min(1, message);

/** Any text that is not empty. */
export const Text = text("a text that is not empty").meta({ example: "a value" });

/** A secret that we choose: 16 characters or more, no known default. */
export const OwnSecret = text("a secret").meta({ secret: "own", example: "$(openssl rand -hex 24)" });

/** A secret that a third party issued, a payment provider for example: no known default, but of any length. */
export const GivenSecret = text("a secret").meta({ secret: "given", example: "(as its provider gave it)" });

/** A switch: `true` or `false`, in any case; handed over in lower case. */
export const Switch = z
  .string("true or false")
  .regex(/^(true|false)$/i, "true or false")
  .transform((value) => value.toLowerCase())
  .meta({ example: "false" });

/** A whole number between two limits, both allowed. */
export function Whole(min: number, max: number) {
  const message = `a whole number from ${min} to ${max}`;
  return z
    .string(message)
    .refine((value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max, message)
    .meta({ example: String(min) });
}

/** A TCP port. */
export const PortNumber = Whole(1, 65535).meta({ example: "5432" });

/** Host names or addresses, separated by commas; a leading dot stands for all subdomains. `*` is refused: it is every host. */
export const HostList = listOf(
  /^\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^\[[0-9A-Fa-f:.]+\]$/,
  "host names separated by commas, without https:// and without *",
  "shop.example.com,127.0.0.1",
);

/** Origins that browsers may call from, separated by commas: http(s)://host[:port] without a path. */
export const OriginList = listOf(
  /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/,
  "origins (http://host or https://host, no path) separated by commas",
  "https://shop.example.com",
);

/** A path of Python modules such as `backend.settings`. */
export const PythonModule = z
  .string("a Python module")
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, "a Python module")
  .meta({ example: "backend.settings" });

/** An http or https address. */
export const WebAddress = z
  .string("an http or https address")
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), "an http or https address")
  .meta({ example: "https://api.example.com" });

function listOf(item: RegExp, message: string, example: string) {
  return z
    .string(message)
    .refine((value) => value.split(",").every((one) => item.test(one.trim())), message)
    .meta({ example });
}
