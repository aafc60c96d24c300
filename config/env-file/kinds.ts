/**
 * Named kinds of values of an env file. All stay text, as environment variables are; each carries an `example` for messages. Those
 * with `secret` are also checked for known defaults, `own` ones for their length too.
 */
import { z } from "zod";
import { say } from "../../messages/say";
import { expecting } from "../expecting";

type Expected = Parameters<typeof expecting>[0];

const text = (expected: Expected) => z.string(expecting(expected)).min(1, expecting(expected));

/** Any text that is not empty. */
export const Text = text((say) => say.notEmpty).meta({
  get example() {
    return say().config.envFile.exampleOfText;
  },
});

/** A secret that we choose: 16 characters or more, no known default. */
export const OwnSecret = text((say) => say.secretText).meta({
  secret: "own",
  example: "$(openssl rand -hex 24)",
});

/** A secret that a third party issued, a payment provider for example: no known default, but of any length. */
export const GivenSecret = text((say) => say.secretText).meta({
  secret: "given",
  get example() {
    return say().config.envFile.exampleOfGiven;
  },
});

/** A switch: `true` or `false`, in any case; handed over in lower case. */
export const Switch = z
  .string(expecting((say) => say.trueOrFalse))
  .regex(
    /^(true|false)$/i,
    expecting((say) => say.trueOrFalse),
  )
  .transform((value) => value.toLowerCase())
  .meta({ example: "false" });

/** A whole number between two limits, both allowed. */
export function Whole(min: number, max: number) {
  const message = expecting((say) => say.wholeFrom({ min, max }));
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
  (say) => say.hosts,
  "shop.example.com,127.0.0.1",
);

/** Origins that browsers may call from, separated by commas: http(s)://host[:port] without a path. */
export const OriginList = listOf(
  /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/,
  (say) => say.origins,
  "https://shop.example.com",
);

/** A path of Python modules such as `backend.settings`. */
export const PythonModule = z
  .string(expecting((say) => say.pythonModule))
  .regex(
    /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/,
    expecting((say) => say.pythonModule),
  )
  .meta({ example: "backend.settings" });

/** An http or https address. */
export const WebAddress = z
  .string(expecting((say) => say.webAddress))
  .refine(
    (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    expecting((say) => say.webAddress),
  )
  .meta({ example: "https://api.example.com" });

function listOf(item: RegExp, expected: Expected, example: string) {
  const message = expecting(expected);
  return z
    .string(message)
    .refine((value) => value.split(",").every((one) => item.test(one.trim())), message)
    .meta({ example });
}
