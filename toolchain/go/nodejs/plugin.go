package nodejs

import (
	"errors"
	"fmt"
	"os/exec"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin runs a plugin that is written in TypeScript or JavaScript, a component package or a policy pack, and
// streams its output until it ends.
func (h *Host) RunPlugin(request *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	opts, err := readOptions(request.GetInfo())
	if err != nil {
		return err
	}
	node, err := findNode()
	if err != nil {
		return err
	}
	ctx, stop := h.bounded(stream.Context())
	defer stop()

	program := request.GetInfo().GetProgramDirectory()
	name := "run-plugin"
	arguments := append([]string{program}, request.GetArgs()...)
	if request.GetKind() == "analyzer" {
		// A policy pack's runner takes the engine's address, the last of the arguments, before the program.
		name = "run-policy-pack"
		arguments = append(append([]string{}, request.GetArgs()...), program)
	}
	runner, err := findRunner(ctx, node, program, name)
	if err != nil {
		return err
	}

	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return fmt.Errorf("stream the plugin's output: %w", err)
	}
	defer closer.Close()
	command := exec.CommandContext(ctx, node, append(append(opts.nodeArgs, runner), arguments...)...)
	command.Dir = request.GetPwd()
	command.Env = append(append([]string{}, request.GetEnv()...), opts.environment()...)
	command.Stdout, command.Stderr = stdout, stderr
	terminateGently(command)

	err = command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("run the plugin in %s: %w", program, err)
	}
	code := int32(command.ProcessState.ExitCode())
	if ctx.Err() != nil {
		return ctx.Err() // the engine ended it; nobody listens for a code
	}
	return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}
