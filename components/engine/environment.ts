/**
 * Environment that makes the `docker` command talk to an engine. For ssh:// the user's own ssh configuration and known hosts
 * count, for the provider as for the command: both start the same `ssh`.
 */
export function engineEnvironment(endpoint: string, certificates?: string): Record<string, string> {
  return {
    DOCKER_HOST: endpoint,
    ...(certificates !== undefined && { DOCKER_CERT_PATH: certificates, DOCKER_TLS_VERIFY: "1" }),
  };
}
