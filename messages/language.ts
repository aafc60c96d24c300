/** The languages that there are texts in. */
export type Language = "en" | "zh";

/**
 * The language of who reads: that of WEB_SYSTEMS_LANG (`en`, `zh`), else that of the locale; English where neither is known.
 *
 * The environment is read here, because a text is shown where no host is: in commands, in jobs, before a configuration is understood.
 *
 * @param environment of the process. Default: this one's
 * @example language({ LANG: "zh_CN.UTF-8" }) // "zh"
 */
export function language(environment: Record<string, string | undefined> = process.env): Language {
  // The order in which a locale is looked up: an empty variable counts as not set.
  const { WEB_SYSTEMS_LANG, LC_ALL, LC_MESSAGES, LANG } = environment;
  return /^zh\b|^zh_/i.test(WEB_SYSTEMS_LANG || LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
}
