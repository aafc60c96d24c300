package local

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gobwas/glob"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// collect reads the files that `assetPaths` and `archivePaths` ask for. Asked for and not found is an empty map or
// archive; not asked for is none.
func collect(dir string, in BaseInputs, out *BaseOutputs) error {
	if in.AssetPaths != nil {
		assets, err := find(dir, *in.AssetPaths)
		if err != nil {
			return fmt.Errorf("assetPaths: %w", err)
		}
		wrapped := map[string]types.AssetOrArchive{}
		for name, asset := range assets {
			wrapped[name] = types.AssetOrArchive{Asset: asset}
		}
		out.Assets = &wrapped
	}
	if in.ArchivePaths != nil {
		archive, err := findArchive(dir, *in.ArchivePaths)
		if err != nil {
			return fmt.Errorf("archivePaths: %w", err)
		}
		out.Archive = archive
	}
	return nil
}

// rule is one glob; except says that it takes files out.
type rule struct {
	glob   glob.Glob
	except bool
}

// find returns the files below dir that the globs select, the last matching one deciding, by their relative path.
func find(dir string, globs []string) (map[string]*resource.Asset, error) {
	rules := make([]rule, len(globs))
	for i, text := range globs {
		pattern, except := strings.CutPrefix(text, "!")
		compiled, err := glob.Compile(pattern, '/')
		if err != nil {
			return nil, fmt.Errorf("glob %q: %w", text, err)
		}
		rules[i] = rule{compiled, except}
	}
	found := map[string]*resource.Asset{}
	if len(rules) == 0 {
		return found, nil
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !selected(name, rules) {
			return err
		}
		found[name], err = resource.NewPathAsset(filepath.ToSlash(filepath.Join(dir, name)))
		return err
	})
	return found, err
}

// findArchive is find, as one archive.
func findArchive(dir string, globs []string) (*resource.Archive, error) {
	assets, err := find(dir, globs)
	if err != nil {
		return nil, err
	}
	members := map[string]any{}
	for name, asset := range assets {
		members[name] = asset
	}
	return resource.NewAssetArchive(members)
}

// selected says whether the last rule that matches the path takes it in.
func selected(name string, rules []rule) bool {
	in := false
	for _, rule := range rules {
		if rule.glob.Match(name) {
			in = !rule.except
		}
	}
	return in
}
