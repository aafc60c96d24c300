// Package shim opens the Random Terraform provider to us; see ../dockershim for why a module of this name is needed.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	impl "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// NewProvider returns the provider, which is written on the plugin framework.
func NewProvider() provider.Provider {
	return impl.New()
}
