import assert from "node:assert/strict";
import { readWrk } from "../../../bench/edge-figure";

const output = (more = "", p99 = "28.57ms") => `Running 10s test @ http://127.0.0.1:8080/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    10.69ms    2.85ms  28.57ms   77.99%
    Req/Sec     3.00k   300.00     3.40k    70.00%
  Latency Distribution
     50%   10.13ms
     99%   ${p99}
  29866 requests in 10.00s, 12.30MB read
${more}Requests/sec:   2986.65
Transfer/sec:      1.23MB
`;

describe("bench: what wrk prints", () => {
  it("is read as requests a second and milliseconds", () => {
    assert.deepEqual(readWrk(output()), { perSecond: 2986.65, p99: 28.57 });
    assert.deepEqual(readWrk(output("", "1.50s")), { perSecond: 2986.65, p99: 1500 });
    assert.deepEqual(readWrk(output("", "500.00us")), { perSecond: 2986.65, p99: 0.5 });
  });

  it("is no figure when a request failed or nothing was measured", () => {
    for (const wrong of [
      output("  Non-2xx or 3xx responses: 3\n"),
      output("  Socket errors: connect 0, read 4, write 0, timeout 0\n"),
      "unable to connect to 127.0.0.1:8105 Connection refused\n",
    ])
      assert.throws(() => readWrk(wrong), /requests failed:/);
  });
});
