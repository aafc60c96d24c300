package nodejs

import (
	"fmt"

	"github.com/kballard/go-shellquote"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// options are those of `runtime: {name: nodejs, options: …}` in Pulumi.yaml that this host honours.
type options struct {
	typescript     bool     // compile with ts-node while loading
	tsconfig       string   // path of tsconfig.json
	nodeArgs       []string // arguments of node itself, before the program
	packageManager string   // npm, pnpm, yarn or bun
}

// readOptions takes the options out of what the engine says about a program. TypeScript is on by default, as in the
// official host: a JavaScript program runs the same with it.
func readOptions(info *pulumirpc.ProgramInfo) (options, error) {
	found := options{typescript: true}
	for name, value := range info.GetOptions().AsMap() {
		var ok bool
		switch name {
		case "typescript":
			found.typescript, ok = value.(bool)
		case "tsconfig":
			found.tsconfig, ok = value.(string)
		case "packagemanager":
			found.packageManager, ok = value.(string)
		case "nodeargs":
			var line string
			if line, ok = value.(string); ok {
				words, err := shellquote.Split(line)
				if err != nil {
					return found, fmt.Errorf("runtime option nodeargs %q: %w", line, err)
				}
				found.nodeArgs = words
			}
		default:
			ok = true // an option of a newer official host
		}
		if !ok {
			return found, fmt.Errorf("runtime option %s has the wrong type: %T", name, value)
		}
	}
	return found, nil
}

// environment returns the variables by which @pulumi/pulumi's runner takes the options.
func (o options) environment() []string {
	var variables []string
	if o.typescript {
		variables = append(variables, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if o.tsconfig != "" {
		variables = append(variables, "PULUMI_NODEJS_TSCONFIG_PATH="+o.tsconfig)
	}
	return variables
}
