// Package docker describes the Docker Terraform provider as the Pulumi package `docker`: the same tokens, names and
// defaults as the official plugin that `@pulumi/docker` was generated for.
package docker

import (
	_ "embed" // for Schema

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/terraform-providers/terraform-provider-docker/shim"
)

// Version is that of the npm package `@pulumi/docker` which this plugin serves.
const Version = "5.2.0"

// Schema is the package schema, written by `go run ./cmd/generate-schema`.
//
//go:embed schema.json
var Schema []byte

//go:embed bridge-metadata.json
var metadata []byte

// renamed holds the Terraform names whose Pulumi name is not the plain camel case one.
var renamed = map[string]string{
	"Config": "ServiceConfig", // a Swarm config, not the package's configuration
	"Image":  "RemoteImage",   // `Image` is the official plugin's own, native resource
}

// Provider returns the description that the Terraform bridge serves.
func Provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            shimv2.NewProvider(shim.NewProvider(Version)),
		Name:         "docker",
		Version:      Version,
		Description:  "A Pulumi package for interacting with Docker in Pulumi programs",
		Keywords:     []string{"pulumi", "docker"},
		License:      "Apache-2.0",
		Repository:   "https://github.com/pulumi/pulumi-docker",
		GitHubOrg:    "kreuzwerker",
		MetadataInfo: tfbridge.NewProviderMetadata(metadata),
		Config:       config(),
		Resources:    resources(),
		DataSources:  map[string]*tfbridge.DataSourceInfo{"docker_image": {Tok: "docker:index/getRemoteImage:getRemoteImage"}},
	}
	info.MustComputeTokens(tokens.SingleModule("docker_", "index", makeToken))
	info.SetAutonaming(255, "-")
	return info
}

// config names and defaults the provider's own settings.
func config() map[string]*tfbridge.SchemaInfo {
	return map[string]*tfbridge.SchemaInfo{
		"host":          {Default: &tfbridge.DefaultInfo{EnvVars: []string{"DOCKER_HOST"}}},
		"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
	}
}

// resources holds what cannot be derived from the Terraform schema.
func resources() map[string]*tfbridge.ResourceInfo {
	return map[string]*tfbridge.ResourceInfo{
		"docker_container": {
			// Two containers cannot share a name or a host port; a program that needs neither can say
			// `deleteBeforeReplace: false`, which wins over this.
			DeleteBeforeReplace: true,
			Fields: map[string]*tfbridge.SchemaInfo{
				// Lists that are singular in English stay singular.
				"command":           {Name: "command"},
				"networks_advanced": {Name: "networksAdvanced"},
			},
		},
		"docker_image": {
			// An image's name says where to pull from; it must never be generated.
			Fields: map[string]*tfbridge.SchemaInfo{"name": {Name: "name"}},
		},
	}
}

// makeToken builds a token as `docker:index/container:Container`.
func makeToken(module, name string) (string, error) {
	if pulumi, ok := renamed[name]; ok {
		name = pulumi
	}
	return tokens.MakeStandard("docker")(module, name)
}
