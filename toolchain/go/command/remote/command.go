package remote

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Command is the resource command:remote:Command: a command for each step of a resource's life, run over SSH.
type Command struct{}

// CommandInputs is what the program gives.
type CommandInputs struct {
	Connection             *Connection        `pulumi:"connection" provider:"secret"`
	Triggers               *[]any             `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Create                 *string            `pulumi:"create,optional"`
	Update                 *string            `pulumi:"update,optional"`
	Delete                 *string            `pulumi:"delete,optional"`
	Stdin                  *string            `pulumi:"stdin,optional"`
	Logging                *Logging           `pulumi:"logging,optional"`
	Environment            *map[string]string `pulumi:"environment,optional"`
	AddPreviousOutputInEnv *bool              `pulumi:"addPreviousOutputInEnv,optional"`
}

// BaseOutputs is what a command that ran has printed.
type BaseOutputs struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// CommandOutputs is what the state keeps.
type CommandOutputs struct {
	CommandInputs
	BaseOutputs
}

// Annotate describes the resource in the schema.
func (c *Command) Annotate(a infer.Annotator) {
	a.Describe(&c, "A command that runs on a remote host, over SSH, when the resource is created, updated or deleted. "+
		"A non-zero exit fails the step.")
}

// Annotate describes the inputs in the schema.
func (c *CommandInputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Connection, "How to connect to the remote host.")
	a.Describe(&c.Triggers, "Values of any type; a change of any of them replaces the resource: "+
		"the new `create` runs, then the old `delete`.")
	a.Describe(&c.Create, "The command to run on creation, and on an update if there is no `update`. Default: none.")
	a.Describe(&c.Update, "The command to run when an input other than `triggers` changes. Default: `create`.")
	a.Describe(&c.Delete, "The command to run on deletion. Default: none.")
	a.Describe(&c.Stdin, "What the command reads from its standard input. Default: nothing.")
	a.Describe(&c.Logging, "Which of the command's streams are shown while it runs. Does not change the outputs. "+
		"Default: both.")
	a.Describe(&c.Environment, "Variables for the command. The SSH server must accept them (AcceptEnv), else it is "+
		"an error; a shell takes them in the command as well: `NAME=value command`.")
	a.Describe(&c.AddPreviousOutputInEnv, "Whether the outputs of the last create or update are in the environment, "+
		"as PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR, if the server accepts them. Default: true.")
}

// Annotate describes the outputs in the schema.
func (b *BaseOutputs) Annotate(a infer.Annotator) {
	a.Describe(&b.Stdout, "What the command printed to its standard output, less one trailing newline.")
	a.Describe(&b.Stderr, "What the command printed to its standard error, less one trailing newline.")
}

// WireDependencies keeps the connection secret, as the schema says.
func (*Command) WireDependencies(f infer.FieldSelector, _ *CommandInputs, out *CommandOutputs) {
	f.OutputField(&out.Connection).AlwaysSecret()
}

// Create runs `create`, if given; in a preview it connects to nothing and the outputs are unknown.
func (*Command) Create(
	ctx context.Context, req infer.CreateRequest[CommandInputs],
) (infer.CreateResponse[CommandOutputs], error) {
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	state := CommandOutputs{CommandInputs: req.Inputs}
	if err == nil && !req.DryRun && req.Inputs.Create != nil {
		err = run(ctx, *req.Inputs.Create, req.Inputs, &state.BaseOutputs)
	}
	return infer.CreateResponse[CommandOutputs]{ID: id, Output: state}, err
}

// Update runs `update`, or `create` without one, or nothing and keeps the outputs without either.
func (*Command) Update(
	ctx context.Context, req infer.UpdateRequest[CommandInputs, CommandOutputs],
) (infer.UpdateResponse[CommandOutputs], error) {
	state := CommandOutputs{CommandInputs: req.Inputs, BaseOutputs: req.State.BaseOutputs}
	command := req.Inputs.Update
	if command == nil {
		command = req.Inputs.Create
	}
	var err error
	if !req.DryRun && command != nil {
		err = run(ctx, *command, req.Inputs, &state.BaseOutputs)
	}
	return infer.UpdateResponse[CommandOutputs]{Output: state}, err
}

// Delete runs the `delete` that the state holds; without one it connects to nothing.
func (*Command) Delete(ctx context.Context, req infer.DeleteRequest[CommandOutputs]) (infer.DeleteResponse, error) {
	if req.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	return infer.DeleteResponse{}, run(ctx, *req.State.Delete, req.State.CommandInputs, &req.State.BaseOutputs)
}
