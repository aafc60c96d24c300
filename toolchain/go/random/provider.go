// Package random describes the Random Terraform provider as the Pulumi package `random`, with the tokens and names of
// the official plugin that `@pulumi/random` was generated for.
package random

import (
	"context"
	_ "embed" // for Schema
	"errors"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

// Version is that of the npm package `@pulumi/random` which this plugin serves.
const Version = "4.21.2"

// Schema is the package schema, written by `go run ./cmd/generate-schema`.
//
//go:embed schema.json
var Schema []byte

//go:embed bridge-metadata.json
var metadata []byte

// Provider returns the description that the Terraform bridge serves.
func Provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            pf.ShimProvider(shim.NewProvider()),
		Name:         "random",
		Version:      Version,
		Description:  "A Pulumi package to safely use randomness in Pulumi programs.",
		Keywords:     []string{"pulumi", "random"},
		License:      "Apache-2.0",
		Repository:   "https://github.com/pulumi/pulumi-random",
		GitHubOrg:    "terraform-providers",
		MetadataInfo: tfbridge.NewProviderMetadata(metadata),
		Resources: map[string]*tfbridge.ResourceInfo{
			// Terraform gives these bytes no id of their own; Pulumi needs one.
			"random_bytes":  {ComputeID: base64ID},
			"random_string": {PreStateUpgradeHook: stringState},
		},
		EnableAccurateBridgePreview: true,
		EnableRawStateDelta:         true,
	}
	info.MustComputeTokens(tokens.SingleModule("random_", "index", func(module, name string) (string, error) {
		return tokens.MakeStandard("random")(module, "Random"+name)
	}))
	return info
}

// base64ID identifies RandomBytes by their value, as the official plugin does.
func base64ID(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
	value := state["base64"]
	if value.IsSecret() {
		value = value.SecretValue().Element
	}
	if !value.IsString() {
		return "", errors.New("random_bytes: the state has no base64 string")
	}
	return resource.ID(value.StringValue()), nil
}

// stringState reads a RandomString whose state lost its schema version (official plugins before 4.8 wrote such) as
// version 1, from which the upgrade to today's is idempotent.
func stringState(args tfbridge.PreStateUpgradeHookArgs) (int64, resource.PropertyMap, error) {
	return max(args.PriorStateSchemaVersion, 1), args.PriorState, nil
}
