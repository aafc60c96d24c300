// Command pulumi-resource-random is the Random resource plugin; the engine starts it.
package main

import (
	"context"

	"pulumi-web-systems/toolchain/random"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
)

func main() {
	pf.Main(context.Background(), "random", random.Provider(), pf.ProviderMetadata{PackageSchema: random.Schema})
}
