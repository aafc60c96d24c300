package local

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Run is the function command:local:run: a command that runs on every preview and every update.
type Run struct{}

// RunInputs is what the program gives.
type RunInputs struct {
	BaseInputs
	Command string `pulumi:"command"`
}

// RunOutputs is what it gets back.
type RunOutputs struct {
	RunInputs
	BaseOutputs
}

// Annotate describes the function in the schema.
func (r *Run) Annotate(a infer.Annotator) {
	a.Describe(&r, "A command that runs on this machine on every preview and every update. "+
		"For one that runs when something changes, use `local.Command`.")
}

// Annotate describes the inputs in the schema.
func (r *RunInputs) Annotate(a infer.Annotator) {
	a.Describe(&r.Command, "The command to run.")
}

// Invoke runs the command; a non-zero exit is an error that fails the program.
func (*Run) Invoke(
	ctx context.Context, req infer.FunctionRequest[RunInputs],
) (infer.FunctionResponse[RunOutputs], error) {
	result := RunOutputs{RunInputs: req.Input}
	err := run(ctx, req.Input.Command, req.Input.BaseInputs, &result.BaseOutputs)
	return infer.FunctionResponse[RunOutputs]{Output: result}, err
}
