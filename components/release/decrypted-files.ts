import { join } from "node:path";
import { say } from "../../messages/say";
import { finishNow } from "../engine/process";
import { temporary } from "../engine/temporary";

/** Filters of git that keep a file encrypted in the repository, and in plain text in the folder: git-crypt, transcrypt, age, sops and their like. */
const filter = /crypt|sops|vault|gpg|secret|^age\b/i;

/**
 * Those of some files that git decrypts when it writes them into the folder, by its attributes.
 *
 * @param top folder that the paths are below
 */
export function decrypted(top: string, files: string[]): string[] {
  // A repository of its own: the source of a rollback has none, and of another user's git says nothing.
  const folder = temporary("attributes");
  try {
    // A hook of git that runs an update names the hook's repository there.
    const git = (args: string[], input = "") =>
      finishNow("git", args, { cwd: top, input, without: ["GIT_"] });
    const repository = join(folder.path, ".git");
    if (git(["init", "--quiet", "--template=", folder.path]).code !== 0) return [];
    const look = ["--git-dir", repository, "--work-tree", top, "check-attr", "-z", "--stdin", "filter"];
    const { code, stdout, stderr } = git(look, files.map((file) => `${file}\0`).join(""));
    if (code !== 0) throw new Error(say().release.decryptedUnknown(stderr.trim()));
    // Path, attribute and value of each, one after another.
    const words = stdout.split("\0");
    return words.filter((_, at) => at % 3 === 0 && filter.test(words[at + 2] ?? ""));
  } finally {
    folder.remove();
  }
}
