package nodejs

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// sdk is the npm package whose runners start programs and plugins.
const sdk = "@pulumi/pulumi"

// findRunner returns the path of one of the SDK's runners ("run", "run-plugin", "run-policy-pack") as a program in the
// directory would resolve it.
func findRunner(ctx context.Context, node, directory, runner string) (string, error) {
	if path := os.Getenv("PULUMI_LANGUAGE_NODEJS_RUN_PATH"); path != "" && runner == "run" {
		return path, nil
	}
	for _, modules := range modulesAbove(directory) {
		path := filepath.Join(modules, sdk, "cmd", runner)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	// Yarn's Plug'n'Play has no node_modules: ask Node itself. It comes second because it costs a start of Node.
	module := sdk + "/cmd/" + runner
	command := exec.CommandContext(ctx, node, "-p", fmt.Sprintf("require.resolve(%q)", module))
	command.Dir = directory
	if output, err := command.Output(); err == nil {
		return strings.TrimSpace(string(output)), nil
	}
	// The engine looks for this wording where a policy pack lacks its packages.
	return "", fmt.Errorf("Cannot find module '%s' from %s; run `npm install` there", module, directory)
}

// modulesAbove lists the node_modules folders that Node would search for a program in the directory, nearest first.
func modulesAbove(directory string) []string {
	var found []string
	for current := directory; ; current = filepath.Dir(current) {
		modules := filepath.Join(current, "node_modules")
		if stat, err := os.Stat(modules); err == nil && stat.IsDir() {
			found = append(found, modules)
		}
		if current == filepath.Dir(current) {
			return found
		}
	}
}
