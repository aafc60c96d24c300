package nodejs

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetRequiredPackages lists the plugins that the program's npm packages say they need, so that the engine can get them
// before it starts the program.
func (h *Host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{Packages: required(request.GetInfo().GetProgramDirectory())}, nil
}

// GetRequiredPlugins is the same question in the words of older engines.
func (h *Host) GetRequiredPlugins(
	_ context.Context, request *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	var plugins []*pulumirpc.PluginDependency
	for _, found := range required(request.GetInfo().GetProgramDirectory()) {
		plugins = append(plugins, &pulumirpc.PluginDependency{
			Name: found.Name, Kind: found.Kind, Version: found.Version, Server: found.Server,
		})
	}
	return &pulumirpc.GetRequiredPluginsResponse{Plugins: plugins}, nil
}

// required reads the `pulumi` field of every package that the program could load, each version once, sorted.
func required(directory string) []*pulumirpc.PackageDependency {
	found := map[string]*pulumirpc.PackageDependency{}
	eachReachable(directory, func(npm manifest) {
		if !npm.Pulumi.Resource {
			return
		}
		dependency := &pulumirpc.PackageDependency{
			Kind:    "resource",
			Name:    cmp.Or(npm.Pulumi.Name, pluginName(npm.Name)),
			Version: versionTag(cmp.Or(npm.Pulumi.Version, npm.Version)),
			Server:  npm.Pulumi.Server,
		}
		key := dependency.Name + " " + dependency.Version
		if parameter := npm.Pulumi.Parameterization; parameter != nil {
			dependency.Parameterization = &pulumirpc.PackageParameterization{
				Name: parameter.Name, Version: parameter.Version, Value: parameter.Value,
			}
			key += " " + parameter.Name + " " + parameter.Version
		}
		found[key] = dependency
	})
	sorted := make([]*pulumirpc.PackageDependency, 0, len(found))
	for _, dependency := range found {
		sorted = append(sorted, dependency)
	}
	slices.SortFunc(sorted, func(a, b *pulumirpc.PackageDependency) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version))
	})
	return sorted
}

// eachReachable visits the packages of every node_modules folder from the program up to the one that holds the SDK:
// above that lie other projects.
func eachReachable(directory string, visit func(manifest)) {
	for _, modules := range modulesAbove(directory) {
		eachInstalled(modules, visit)
		if _, err := os.Stat(filepath.Join(modules, sdk)); err == nil {
			return
		}
	}
}

// pluginName turns `@pulumi/docker` into `docker`, `@someone/thing` into `someone/thing`.
func pluginName(npm string) string {
	return strings.TrimPrefix(strings.TrimPrefix(npm, "@pulumi/"), "@")
}

// versionTag turns `5.2.0` into `v5.2.0`.
func versionTag(version string) string {
	if version == "" || strings.HasPrefix(version, "v") {
		return version
	}
	return "v" + version
}
