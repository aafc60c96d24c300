package nodejs

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetProgramDependencies lists the npm packages of a program with the versions that are installed.
func (h *Host) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	directory := request.GetInfo().GetProgramDirectory()
	own, err := readManifest(directory)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	var found []*pulumirpc.DependencyInfo
	eachReachable(directory, func(npm manifest) {
		_, direct := own.Dependencies[npm.Name]
		_, develop := own.DevDependencies[npm.Name]
		if request.GetTransitiveDependencies() || direct || develop {
			found = append(found, &pulumirpc.DependencyInfo{Name: npm.Name, Version: npm.Version})
		}
	})
	slices.SortFunc(found, func(a, b *pulumirpc.DependencyInfo) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version))
	})
	found = slices.CompactFunc(found, func(a, b *pulumirpc.DependencyInfo) bool {
		return a.Name == b.Name && a.Version == b.Version
	})
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: found}, nil
}

// InstallDependencies runs the project's package manager and streams what it says.
func (h *Host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	opts, err := readOptions(request.GetInfo())
	if err != nil {
		return err
	}
	directory := cmp.Or(request.GetInfo().GetProgramDirectory(), request.GetDirectory())
	manager := cmp.Or(opts.packageManager, detectManager(directory))
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(stream, request.GetIsTerminal())
	if err != nil {
		return fmt.Errorf("stream the output of %s: %w", manager, err)
	}
	defer closer.Close()
	ctx, stop := h.bounded(stream.Context())
	defer stop()
	command := exec.CommandContext(ctx, manager, "install")
	command.Dir = directory
	command.Stdout, command.Stderr = stdout, stderr
	terminateGently(command)
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s install in %s: %w", manager, directory, err)
	}
	return nil
}

// detectManager names the package manager whose lock file lies in the directory; npm where there is none.
func detectManager(directory string) string {
	for _, known := range []struct{ lock, manager string }{
		{"package-lock.json", "npm"}, {"pnpm-lock.yaml", "pnpm"}, {"yarn.lock", "yarn"},
		{"bun.lock", "bun"}, {"bun.lockb", "bun"},
	} {
		if _, err := os.Stat(filepath.Join(directory, known.lock)); err == nil {
			return known.manager
		}
	}
	return "npm"
}
