// Command pulumi-language-nodejs is the language host for Node.js programs. The engine starts it with its own address,
// reads a port from the first line of standard output, and calls LanguageRuntime on that port.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"pulumi-web-systems/toolchain/nodejs"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
		os.Exit(1)
	}
}

// serve answers the engine until the engine goes away.
func serve() error {
	// The logging flags that the engine passes to every plugin are defined by the SDK's logging package.
	tracing := flag.String("tracing", "", "emit tracing to this endpoint")
	flag.Parse()
	engine := flag.Arg(0)

	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		close(cancel)
	}()
	if engine != "" {
		// An engine that was killed sends no goodbye: without this the host would stay for ever.
		if err := rpcutil.Healthcheck(ctx, engine, 5*time.Minute, stop); err != nil {
			return fmt.Errorf("watch the engine at %s: %w", engine, err)
		}
	}

	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, nodejs.NewHost(ctx, engine, *tracing))
			return nil
		},
		Options: rpcutil.TracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}
