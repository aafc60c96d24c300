// Loaded into Node.js before anything else: a clock that is wrong by CLOCK_HOURS. The machine's own cannot be set without harm to all that runs on it.
const shift = Number(process.env["CLOCK_HOURS"] ?? 0) * 3_600_000;
const Right = Date;
if (shift !== 0)
  globalThis.Date = class Date extends Right {
    constructor(...args) {
      super(...(args.length === 0 ? [Right.now() + shift] : args));
    }
    static now() {
      return Right.now() + shift;
    }
  };
