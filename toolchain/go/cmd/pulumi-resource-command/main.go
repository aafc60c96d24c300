// Program pulumi-resource-command is the `command` plugin that this project builds where the official one cannot be
// downloaded. The engine starts it, reads the port from its first line and talks gRPC to it; it is of no use by hand.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	provider "github.com/pulumi/pulumi-go-provider"

	"pulumi-web-systems/toolchain/command"
)

func main() {
	endCommandsWithPlugin()
	err := provider.RunProvider(context.Background(), command.Name, command.Version, command.New())
	if err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-command: %v\n", err)
		os.Exit(1)
	}
}

// endCommandsWithPlugin makes an interrupted plugin end the commands it is running, with everything they started:
// they live in process groups of their own, which the engine's interrupt does not reach.
func endCommandsWithPlugin() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		command.KillRunning()
		os.Exit(130)
	}()
}
