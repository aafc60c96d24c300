// Tests read English texts, whatever the locale of the machine; those of another language set it themselves.
process.env.WEB_SYSTEMS_LANG = "en";
