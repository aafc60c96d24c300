// Package shim opens the Docker Terraform provider to us. Its constructor lives in an `internal` package; Go lets a
// package import that when its own import path starts with the same prefix, and looks at paths only, so this module is
// named below the provider's path although it lives here.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider returns the SDKv2 half of the provider: all resources that `@pulumi/docker` 5.2.0 offers. The other half
// (written on the plugin framework) holds newer ones that it does not.
func NewProvider(version string) *schema.Provider {
	return provider.New(version)()
}
