import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { familiarName, fullName, hasDigest, parseName } from "./name";

/** An image, pinned to the content that its tag stood for when the program ran. */
export interface Pinned {
  /**
   * What the engine is asked for: `docker.io/library/postgres:17@sha256:…`; without the digest when no registry has the image
   * but only the host.
   */
  name: string;
  /** Digest in the registry, or id on the host: `sha256:…`. It changes exactly when the image does. */
  content: string;
  /** Name that keeps it on the host, and says there what this stack resolved to last. Unset for images of the host. */
  keptAs?: string;
}

/** A question about one image. */
export interface Question {
  /** The name as the program wrote it. */
  written: string;
  /** Its full name, at the registry that is asked. */
  name: string;
  /** Ask the registry; false: only the host knows it. */
  ask: boolean;
  /** See {@link Pinned}. */
  keptAs: string;
  /** User with which the registry is asked, for messages. */
  user?: string;
}

/** What ask.cjs wrote. */
export interface Answers {
  registry: Record<string, { status: number; body: string } | { silent: true }>;
  here: { id: string; tags: string[] | null; digests: string[] | null }[];
  /** Why the engine did not answer. */
  engine?: string;
}

/** What becomes of the questions: pins by the name as written, problems that stop the release, and warnings. */
export interface Pins {
  pins: Record<string, Pinned>;
  problems: Problem[];
  warnings: string[];
}

/** Seconds within which a registry must have answered; all are asked at once. */
export const answerSeconds = 10;

/** Why no image came of a question: the registry's last word, or none at all. */
type Refusal = { word: Problem } | { silence: string };

/**
 * Makes pins of the answers. A registry's word counts: an image that it does not have, or refuses, stops the release. When it
 * gives no word, what this stack resolved to before stays, as long as the host has it; that is a warning.
 */
export function pinsOf(questions: Question[], answers: Answers): Pins {
  const found: Pins = { pins: {}, problems: [], warnings: [] };
  // The preflight says so itself.
  if (answers.engine !== undefined) return found;
  const silent = new Map<string, { because: string; lacking: string[] }>();
  for (const question of questions) {
    const { written, name, keptAs } = question;
    const answer = question.ask ? digestOf(question, answers) : undefined;
    if (typeof answer === "string")
      found.pins[written] = { name: withDigest(name, answer), content: answer, keptAs };
    else if (answer && "word" in answer) found.problems.push(answer.word);
    else {
      const pin = onHost(question, answers);
      const host = parseName(name).host;
      if (pin) found.pins[written] = pin;
      if (pin && answer)
        found.warnings.push(
          say().image.stays({ host, because: answer.silence, name, content: pin.content.slice(0, 19) }),
        );
      else if (answer) {
        const { lacking } = silent.get(host) ?? { lacking: [] };
        silent.set(host, { because: answer.silence, lacking: [...lacking, name] });
      } else if (!pin) found.problems.push(say().image.notOnHost(name));
    }
  }
  for (const [host, { because, lacking }] of silent)
    found.problems.push(say().image.registrySilent({ host, because, cause: causeOf(because), lacking }));
  return found;
}

/** The digest that a registry answered, or its refusal. */
function digestOf({ name, user }: Question, answers: Answers): string | Refusal {
  const answer = answers.registry[name];
  const { host } = parseName(name);
  if (!answer || "silent" in answer) return { silence: say().image.nothingWithin(answerSeconds) };
  const { status, body } = answer;
  const said = parsed(body);
  if (status === 200 && said.Descriptor?.digest) return said.Descriptor.digest;
  const message = said.message ?? body;
  if (/manifest unknown|name unknown|manifest for .* not found/i.test(message) || status === 404)
    return { word: say().image.notInRegistry({ name, host }) };
  if (/no basic auth|unauthorized|denied|authentication required|incorrect username/i.test(message))
    return { word: refused(name, host, user) };
  // The last part says why, those before it where.
  return { silence: message.split('": ').at(-1)?.trim() ?? message };
}

function refused(name: string, host: string, user?: string): Problem {
  const setPassword = `pulumi config set --secret --path 'registries["${host}"].secrets.PASSWORD'`;
  return user === undefined
    ? say().image.needsAccount({ name, host, setPassword })
    : say().image.refusedTo({ name, host, user, setPassword });
}

function causeOf(silence: string) {
  if (/x509|certificate/.test(silence)) return "certificate";
  return /HTTP response to HTTPS/.test(silence) ? "plainHttp" : "unreachable";
}

/** What the host has of an image: what this stack resolved to last, else what bears its very name. */
function onHost({ name, keptAs, written }: Question, answers: Answers): Pinned | undefined {
  const bearing = (tag: string) =>
    answers.here.find(({ tags }) => tags?.includes(familiarName(parseName(tag))));
  const kept = bearing(keptAs);
  const image = kept ?? bearing(name);
  if (!image) return undefined;
  const { host, path } = parseName(name);
  const repository = `${familiarName({ host, path, version: "" })}@`;
  const digest = image.digests?.find((each) => each.startsWith(repository))?.slice(repository.length);
  if (digest === undefined || hasDigest(written)) return { name, content: image.id };
  return { name: withDigest(name, digest), content: digest, keptAs };
}

/** The tag stays in the name for people; the digest is what counts. */
function withDigest(name: string, digest: string): string {
  return `${fullName(parseName(name))}@${digest}`;
}

function parsed(body: string): { message?: string; Descriptor?: { digest?: string } } {
  try {
    return JSON.parse(body) as { message?: string };
  } catch {
    return {};
  }
}
