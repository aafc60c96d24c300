// Command pulumi-resource-docker is the Docker resource plugin; the engine starts it.
package main

import (
	"pulumi-web-systems/toolchain/docker"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

func main() {
	tfbridge.Main("docker", docker.Version, docker.Provider(), docker.Schema)
}
