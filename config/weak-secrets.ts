import { say } from "../messages/say";

/** Fewest characters of a secret that we choose ourselves. */
const minLength = 16;

/** Fewest different characters; the number that Django's `check --deploy` asks of a SECRET_KEY. */
const minDifferent = 5;

/**
 * Words that known defaults are made of: the passwords in the four systems' own documents (admin123, 123456, postgres, electric),
 * those in the documentation of the official images (mysecretpassword, my-secret-pw, example), the heads of every list of
 * leaked passwords, and the words of placeholders that were never replaced (please-change-me-in-production).
 */
const knownWords = (
  "admin admin123 superadmin administrator root toor user guest test demo dev local prod production " +
  "postgres postgresql mysql mariadb redis django fastapi electric elife order system " +
  "password passwd pass passw0rd p4ssw0rd p4ssword pw pwd secret mysecretpassword mysecretpw jwt token key api db database app " +
  "changeme changeit change replace please your my me it in this with for the is a not here default example placeholder sample todo " +
  "insecure unsafe xxx qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm abc abcdef abc123 abcd1234 letmein welcome iloveyou monkey dragon " +
  "0123456789 1234567890 123456789 12345678 1234567 123456 12345 1234 123 654321 111111 000000 888888 666666"
).split(" ");

/** Prefix of the keys that `django-admin startproject` writes, which Django itself calls insecure. */
const djangoPrefix = "django-insecure-";

/** What the check of a secret depends on besides its value. */
export interface WeaknessOptions {
  /** What the secret must not repeat: the user's name, the setting's own name. */
  names: string[];
  /** A third party chose it (a payment provider's password): its length is not ours to choose. Default false. */
  given?: boolean;
}

/**
 * Why a secret is easy to guess, in words that do not tell the secret; undefined when nothing speaks against it. A URL with a
 * password in it is judged by that password.
 */
export function weakness(secret: string, { names, given = false }: WeaknessOptions): string | undefined {
  const why = say().config.secret;
  const inUrl = credentials(secret);
  if (inUrl) {
    const found = weakness(inUrl.password, { names: [...names, inUrl.user], given });
    return found && why.weakInUrl(found);
  }
  const text = plain(secret);
  const own = names.map(plain).filter((name) => name.length > 1);
  // Mostly signs, or another script: words do not decide.
  const worded = text.length * 2 >= secret.length;
  if (worded && own.some((name) => consistsOf(text, [name]))) return why.repeatsName;
  if (worded && consistsOf(text, [...knownWords, ...own])) return why.commonWords;
  if (secret.toLowerCase().startsWith(djangoPrefix)) return why.djangosOwn;
  if (given) return undefined;
  if (secret.length < minLength) return why.short(minLength);
  if (new Set(secret).size < minDifferent) return why.fewCharacters(minDifferent);
  return undefined;
}

/** User and password of a URL such as postgresql://user:password@host/database. */
function credentials(text: string): { user: string; password: string } | undefined {
  const found = /^[a-z][a-z0-9+.-]*:\/\/([^:@/\s]*):([^@/\s]+)@/i.exec(text);
  return found ? { user: found[1] ?? "", password: found[2] ?? "" } : undefined;
}

/** Without case and separators: `Change-Me!` is `changeme`. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * Whether a text is nothing but these words in a row, up to 4 digits after them. The position is what counts, so time is
 * proportional to the text's length; a regular expression would try every combination.
 */
function consistsOf(text: string, words: string[]): boolean {
  const reached = [true];
  for (let end = 1; end <= text.length; end++)
    reached[end] = words.some((word) => reached[end - word.length] && text.endsWith(word, end));
  return reached.some((reachable, end) => reachable && end > 0 && /^\d{0,4}$/.test(text.slice(end)));
}
