import assert from "node:assert/strict";
import { noAnswer } from "../../../../components/engine/api/failed";
import { silent } from "../../../../components/preflight/silent";

describe("preflight: what to do about an engine that does not answer", () => {
  const told = (environment: Record<string, string>, said: string) =>
    silent(environment, noAnswer(environment["DOCKER_HOST"] ?? "", new Error(said)));
  const overSsh = (said: string) => told({ DOCKER_HOST: "ssh://deploy@10.0.0.5" }, said);

  it("says in one line what was said last on the way to it", () => {
    const { what } = overSsh("Warning: a banner\nssh: connect to host 10.0.0.5: No route to host\n");
    assert.equal(
      what,
      "Docker does not answer at ssh://deploy@10.0.0.5: ssh: connect to host 10.0.0.5: No route to host",
    );
  });

  it("over ssh: a key that changed, one that is not known, no access, and anything else", () => {
    const changed = "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.";
    assert.match(String(overSsh(changed).fix), /^the host's key has changed\. .*ssh-keygen -R HOST here/);
    assert.match(overSsh(changed).what, /: Host key verification failed\.$/);
    const unknown = "No ED25519 host key is known for 10.0.0.5.\nHost key verification failed.";
    assert.match(String(overSsh(unknown).fix), /^this machine does not know the host's key yet/);
    const denied = "deploy@10.0.0.5: Permission denied (publickey).";
    assert.match(String(overSsh(denied).fix), /ssh-copy-id/);
    const socket = "dial unix /var/run/docker.sock: connect: permission denied";
    assert.match(String(overSsh(socket).fix), /docker runs there: ssh USER@HOST docker version$/);
  });

  it("over TCP: its certificates, where it has some", () => {
    const environment = { DOCKER_HOST: "tcp://10.0.0.5:2376", DOCKER_CERT_PATH: "/etc/docker" };
    const refused = "certificate has expired";
    assert.match(String(told(environment, refused).fix), /the certificates in \/etc\/docker belong to it$/);
    assert.equal(
      told({ DOCKER_HOST: "tcp://10.0.0.5:2375" }, refused).fix,
      "check that the engine runs there",
    );
  });

  it("of this machine, with a socket that the user may not open: how to get access", () =>
    assert.match(
      String(told({ DOCKER_HOST: "unix:///run/docker.sock" }, "connect EACCES /run/docker.sock").fix),
      /^your user may not use its socket: sudo usermod -aG docker/,
    ));

  it("of this machine: how it is started", () => {
    const { what, fix } = told({ DOCKER_HOST: "unix:///run/docker.sock" }, "connect ENOENT /run/docker.sock");
    assert.match(what, /^Docker does not answer at unix:\/\/\/run\/docker\.sock: connect ENOENT/);
    assert.match(
      String(fix),
      /^start it \(systemctl start docker, .*pulumi config set host ssh:\/\/USER@HOST$/,
    );
  });
});
