import assert from "node:assert/strict";
import { renderTable, rowsOf, type Inspected } from "../../../toolchain/services-table";

describe("table of services", () => {
  it("has one row for the edge: the address of the container with its ports, the image of the one in which Nginx runs", () =>
    assert.equal(
      renderTable(
        rowsOf([container("nginx", "edge", "new"), holder("old"), container("web", "service", "web")], tags),
      ),
      [
        "SERVICE  URL                         IMAGE       HEALTH",
        "nginx    http://127.0.0.1:8080       nginx:1.26  healthy",
        "web      inside the stack's network  shop/web:1  healthy",
      ].join("\n"),
    ));

  it("says how the edge is by the worse of the two, of those that serve", () => {
    const health = (...edge: Inspected[]) => rowsOf(edge, tags).map((row) => row.health);
    assert.deepEqual(health(container("nginx", "edge", "new"), holder("old", "starting")), ["starting"]);
    assert.deepEqual(health(container("nginx", "edge", "new", "unhealthy"), holder("old")), ["unhealthy"]);
    const failed = container("nginx", "edge", "new", undefined, "exited");
    assert.deepEqual(health(failed, container("nginx", "edge", "new"), holder("old")), ["healthy"]);
    assert.deepEqual(health(failed, holder("old")), ["exited"]);
    const ended = holder("old", undefined, "exited");
    assert.deepEqual(health(container("nginx", "edge", "new"), ended), ["exited"]);
  });

  it("takes the edge of an earlier version, which is one container", () =>
    assert.deepEqual(rowsOf([holder("old")], tags), [
      { service: "nginx", url: "http://127.0.0.1:8080", image: "nginx:1.24", health: "healthy" },
    ]));

  it("has a row for each container of a service that is there twice", () => {
    const twice = [container("web", "service", "web"), container("web", "service", "web", "unhealthy")];
    assert.deepEqual(
      rowsOf(twice, tags).map(({ health }) => health),
      ["healthy", "unhealthy"],
    );
  });
});

const tags = new Map([
  ["old", "nginx:1.24"],
  ["new", "nginx:1.26"],
  ["web", "shop/web:1"],
]);

function container(
  service: string,
  role: string,
  image: string,
  health: string | undefined = "healthy",
  status = "running",
): Inspected {
  return {
    Config: {
      Image: image,
      Labels: { "io.pulumi-web-systems.service": service, "io.pulumi-web-systems.role": role },
    },
    State: { Status: status, ...(status === "running" && { Health: { Status: health } }) },
    HostConfig: { PortBindings: null },
    NetworkSettings: { Ports: {} },
  };
}

function holder(image: string, health?: string, status = "running"): Inspected {
  const PortBindings = { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }] };
  const Ports = status === "running" ? PortBindings : {};
  return {
    ...container("nginx", "edge", image, health, status),
    HostConfig: { PortBindings },
    NetworkSettings: { Ports },
  };
}
