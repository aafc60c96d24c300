package command

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// The example of the official schema: globs, one that excludes, files at two depths.
var globs = list(text("assets/**"), text("src/**.js"), text("!**secret.*"))

const makeFiles = "mkdir -p assets/logos src/deep && for f in assets/logos/logo.svg src/index.js src/secret.js " +
	"src/deep/x.js src/y.ts; do echo $f > $f; done"

func TestAssetsAndArchive(t *testing.T) {
	dir := t.TempDir()
	state := create(t, false, props{
		"create": text(makeFiles), "dir": text(dir), "assetPaths": globs, "archivePaths": globs,
	})
	want := []string{"assets/logos/logo.svg", "src/deep/x.js", "src/index.js"}
	assets := state.Get("assets").AsMap()
	if got := keys(assets); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v", got)
	}
	logo := assets.Get("assets/logos/logo.svg").AsAsset()
	if content, err := logo.Bytes(); err != nil || string(content) != "assets/logos/logo.svg\n" {
		t.Errorf("got %q, %v", content, err)
	}
	// Inside the process an archive of assets is still the map that goes over the wire.
	if got := keys(state.Get("archive").AsMap().Get("assets").AsMap()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestAssetsAskedForAndNotFound(t *testing.T) {
	state := create(t, false, props{"create": text("true"), "dir": text(t.TempDir()), "assetPaths": list(text("*"))})
	if assets := state.Get("assets"); !assets.IsMap() || assets.AsMap().Len() != 0 {
		t.Errorf("got %v", assets)
	}
}

// TestRefreshKeepsFiles sends the state as the engine does on a refresh, with the files' hashes only.
func TestRefreshKeepsFiles(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "trigger")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	trigger, err := asset.FromPath(file)
	if err != nil {
		t.Fatal(err)
	}
	inputs := props{
		"create": text(makeFiles), "dir": text(dir), "assetPaths": globs, "triggers": list(property.New(trigger)),
	}
	state := create(t, false, inputs)
	emptied := list(property.New(&asset.Asset{Sig: sig.AssetSig, Hash: trigger.Hash}))
	hashes := props{}
	for name, value := range state.Get("assets").AsMap().All {
		hashes[name] = property.New(&asset.Asset{Sig: sig.AssetSig, Hash: value.AsAsset().Hash})
	}
	sent := state.Set("triggers", emptied).Set("assets", dict(hashes))
	inputs["triggers"] = emptied

	resp, err := serve(t).Read(provider.ReadRequest{
		ID: "c", Urn: localCommand, Properties: sent, Inputs: property.NewMap(inputs),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !resp.Properties.Get("assets").Equals(state.Get("assets")) {
		t.Errorf("got %v", resp.Properties.Get("assets"))
	}
	if triggers, given := resp.Properties.GetOk("triggers"); given {
		t.Errorf("got %v", triggers)
	}
}

// keys are a map's, in order.
func keys(m property.Map) []string {
	var found []string
	for key := range m.All {
		found = append(found, key)
	}
	slices.Sort(found)
	return found
}
