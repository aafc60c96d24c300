import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReleaseRecord } from "../../components/release/record";
import type { ReleaseStore } from "../../components/release/store";
import { projectRoot } from "../../toolchain/paths";
import { UserError } from "../../toolchain/report";
import { run } from "../../toolchain/run";

/** The source of a release in a folder of its own. */
export interface Checkout {
  /** Folder of its project. */
  project: string;
  remove: () => void;
}

/**
 * Unpacks what a release was made from, with the packages that it names: those of this checkout when they are the same.
 *
 * @throws UserError when its source was not kept
 */
export async function checkOut(store: ReleaseStore, { number, folder }: ReleaseRecord): Promise<Checkout> {
  const top = mkdtempSync(join(tmpdir(), `release-${number}-`));
  const remove = () => rmSync(top, { recursive: true, force: true });
  try {
    const archive = join(top, "source.tar.gz");
    await store.source(number, archive).catch(() => {
      throw new UserError(
        `The source of release ${number} is no longer kept.\n  fix: name a newer one (npm run releases), or check its commit out and run pulumi up`,
      );
    });
    await run("tar", ["-xzf", archive, "-C", top]);
    rmSync(archive);
    await providePackages(top);
    return { project: join(top, folder), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function providePackages(top: string): Promise<void> {
  const lock = (folder: string) => {
    const file = join(folder, "package-lock.json");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const wanted = lock(top);
  if (wanted === undefined || wanted === lock(projectRoot))
    symlinkSync(join(projectRoot, "node_modules"), join(top, "node_modules"));
  else {
    console.log("Packages of that release: npm ci");
    await run("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], { cwd: top });
  }
}
