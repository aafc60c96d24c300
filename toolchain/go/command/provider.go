// Package command is our stand-in for the official Pulumi plugin `command`: it serves the npm package
// @pulumi/command 1.2.1 unchanged. README.md says why it exists and where it differs.
package command

import (
	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/middleware/schema"

	"pulumi-web-systems/toolchain/command/internal/process"
	"pulumi-web-systems/toolchain/command/local"
	"pulumi-web-systems/toolchain/command/remote"
)

const (
	// Name is the package name: the first part of each of its type tokens.
	Name = "command"
	// Version is the release of the official plugin whose promises this one keeps.
	Version = "1.2.1"
)

// New makes the provider: three resources, one deprecated resource and one function. It holds no state of its own;
// what it runs is known from the engine's requests alone.
func New() provider.Provider {
	inferred := infer.Provider(infer.Options{
		Metadata: metadata(),
		Resources: []infer.InferredResource{
			infer.Resource(&local.Command{}),
			infer.Resource(&remote.Command{}),
			infer.Resource(&remote.CopyToRemote{}),
			infer.Resource(&remote.CopyFile{}),
		},
		Functions: []infer.InferredFunction{
			infer.Function(&local.Run{}),
		},
	})
	return keepFilesOnRefresh(replaceOnTriggers(inferred))
}

// KillRunning ends every local command that is running, with all that it started. For a plugin that is ending itself.
func KillRunning() { process.KillAll() }

// metadata is what the schema says about the package: the official names, so that generated SDKs agree.
func metadata() schema.Metadata {
	return schema.Metadata{
		DisplayName: "Command",
		Description: "Runs commands and scripts, locally or over SSH, as part of the Pulumi resource model.",
		Keywords:    []string{"pulumi", "command", "category/utility", "kind/native"},
		Homepage:    "https://pulumi.com",
		License:     "Apache-2.0",
		Repository:  "https://github.com/pulumi/pulumi-command",
		Publisher:   "Pulumi",
		LanguageMap: map[string]any{
			"nodejs": map[string]any{"respectSchemaVersion": true},
			"python": map[string]any{"respectSchemaVersion": true},
			"csharp": map[string]any{"respectSchemaVersion": true},
			"go": map[string]any{
				"respectSchemaVersion":           true,
				"generateResourceContainerTypes": true,
				"importBasePath":                 "github.com/pulumi/pulumi-command/sdk/go/command",
			},
		},
	}
}
