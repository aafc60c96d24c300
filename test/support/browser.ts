import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { run } from "../../operations/kernel/run";

const binary = "/usr/bin/chromium";

/** Starts Debian's Chromium, which is installed first where it is missing (root, Debian or Ubuntu). */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(binary)) {
    await run("apt-get", ["update", "-qq"]);
    await run("apt-get", ["install", "-qq", "--no-install-recommends", "chromium"], {
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  return chromium.launch({
    executablePath: binary,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
    ],
  });
}

/** Opens a page and collects what a person would see as broken: failed requests, errors on the console. */
export async function visit(browser: Browser, url: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on(
    "response",
    (response) => response.status() >= 400 && problems.push(`${response.url()} ${response.status()}`),
  );
  await page.goto(url, { waitUntil: "networkidle" });
  return { page, problems };
}
