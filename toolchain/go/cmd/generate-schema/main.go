// Command generate-schema writes schema.json and bridge-metadata.json of the bridged plugins. Run it in toolchain/go
// after raising a provider's version; both files are embedded, so that a plugin starts without computing them.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"pulumi-web-systems/toolchain/docker"
	"pulumi-web-systems/toolchain/random"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	"github.com/pulumi/pulumi-terraform-bridge/v3/unstable/metadata"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/spf13/afero"
)

func main() {
	for _, info := range []tfbridge.ProviderInfo{docker.Provider(), random.Provider()} {
		if err := generate(info); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", info.Name, err)
			os.Exit(1)
		}
	}
}

// generate writes the two files of one plugin into the folder of its package.
func generate(info tfbridge.ProviderInfo) error {
	generator, err := tfgen.NewGenerator(tfgen.GeneratorOptions{
		Package:      info.Name,
		Version:      info.Version,
		Language:     tfgen.Schema,
		ProviderInfo: info,
		Root:         afero.NewMemMapFs(),
		Sink:         diag.DefaultSink(os.Stdout, os.Stderr, diag.FormatOptions{Color: colors.Never}),
		// The documentation is Markdown in the providers' repositories, and nothing here reads it.
		SkipDocs: true,
	})
	if err != nil {
		return err
	}
	result, err := generator.Generate(context.Background())
	if err != nil {
		return err
	}
	schema, err := json.MarshalIndent(result.PackageSpec, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(info.Name, "schema.json"), append(schema, '\n'), 0o644); err != nil {
		return err
	}
	bridge := (*metadata.Data)(info.MetadataInfo.Data).MarshalIndent()
	return os.WriteFile(filepath.Join(info.Name, "bridge-metadata.json"), append(bridge, '\n'), 0o644)
}
