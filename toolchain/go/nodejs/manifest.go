package nodejs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// manifest is what this host reads of a package.json.
type manifest struct {
	Name            string            `json:"name"`
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
	Pulumi          struct {
		Resource         bool           `json:"resource"`
		Name             string         `json:"name"`
		Version          string         `json:"version"`
		Server           string         `json:"server"`
		Parameterization *parameterized `json:"parameterization"`
	} `json:"pulumi"`
}

// parameterized names the package that a parameterized provider was told to be.
type parameterized struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Value   []byte `json:"value"` // base64 in the file
}

// readManifest reads the package.json in a directory.
func readManifest(directory string) (manifest, error) {
	var found manifest
	path := filepath.Join(directory, "package.json")
	content, err := os.ReadFile(path)
	if err != nil {
		return found, err
	}
	if err := json.Unmarshal(content, &found); err != nil {
		return found, fmt.Errorf("%s: %w", path, err)
	}
	return found, nil
}

// eachInstalled calls visit for every package in a node_modules folder, scoped and nested ones included.
func eachInstalled(modules string, visit func(manifest)) {
	entries, err := os.ReadDir(modules)
	if err != nil {
		return // most packages have no packages of their own
	}
	for _, entry := range entries {
		path := filepath.Join(modules, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
			// npm's own records, and pnpm's store, whose packages are linked to from above
		case strings.HasPrefix(entry.Name(), "@"):
			eachInstalled(path, visit)
		default:
			// Some packages carry broken manifests among their fixtures; Node would not load those either.
			if found, err := readManifest(path); err == nil {
				visit(found)
			}
			// A linked package (a workspace's, pnpm's) has its packages beside its real place; do not follow cycles.
			if entry.Type()&os.ModeSymlink == 0 {
				eachInstalled(filepath.Join(path, "node_modules"), visit)
			}
		}
	}
}
