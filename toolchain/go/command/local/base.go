// Package local has the resource command:local:Command and the function command:local:run.
package local

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// BaseInputs is what the resource and the function have in common.
type BaseInputs struct {
	Stdin                  *string            `pulumi:"stdin,optional"`
	Logging                *Logging           `pulumi:"logging,optional"`
	AssetPaths             *[]string          `pulumi:"assetPaths,optional"`
	ArchivePaths           *[]string          `pulumi:"archivePaths,optional"`
	Interpreter            *[]string          `pulumi:"interpreter,optional"`
	Dir                    *string            `pulumi:"dir,optional"`
	Environment            *map[string]string `pulumi:"environment,optional"`
	AddPreviousOutputInEnv *bool              `pulumi:"addPreviousOutputInEnv,optional"`
}

// Annotate describes the inputs in the schema.
func (b *BaseInputs) Annotate(a infer.Annotator) {
	a.Describe(&b.Stdin, "What the command reads from its standard input. Default: nothing.")
	a.Describe(&b.Logging, "Which of the command's streams are shown while it runs. Does not change the outputs. "+
		"Default: both.")
	a.Describe(&b.AssetPaths, "Globs of files to read after the command, as a map of assets."+globRules)
	a.Describe(&b.ArchivePaths, "Globs of files to read after the command, as one archive."+globRules)
	a.Describe(&b.Interpreter, "The program and arguments that the command text is appended to. "+
		"Default: [\"/bin/sh\", \"-c\"]; on Windows [\"cmd\", \"/C\"].")
	a.Describe(&b.Dir, "The directory to run in; it is an error if it does not exist. "+
		"Default: the Pulumi program's.")
	a.Describe(&b.Environment, "Variables added to the environment that the engine runs in.")
	a.Describe(&b.AddPreviousOutputInEnv, "Whether the outputs of the last create or update are in the environment, "+
		"as PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR. Default: true.")
}

const globRules = " Files only; `/` separates on every system; `*` stops at `/`, `**` does not; a glob that begins " +
	"with `!` takes out what those before it took in. Paths are relative to `dir`."

// BaseOutputs is what a command that ran has produced.
type BaseOutputs struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
	// Always assets: infer takes a plain asset in a resource's outputs, but not in a function's.
	Assets  *map[string]types.AssetOrArchive `pulumi:"assets,optional"`
	Archive *resource.Archive                `pulumi:"archive,optional"`
}

// Annotate describes the outputs in the schema.
func (b *BaseOutputs) Annotate(a infer.Annotator) {
	a.Describe(&b.Stdout, "What the command printed to its standard output, less one trailing newline.")
	a.Describe(&b.Stderr, "What the command printed to its standard error, less one trailing newline.")
	a.Describe(&b.Assets, "The files that `assetPaths` found, by their path relative to `dir`.")
	a.Describe(&b.Archive, "The files that `archivePaths` found.")
}
