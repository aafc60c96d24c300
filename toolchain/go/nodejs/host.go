// Package nodejs implements the language host for Node.js programs: what the engine asks of a language.
package nodejs

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Host answers the engine. Calls that are not written here (code generation, packing, linking) answer "unimplemented".
type Host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	// programs bounds the life of every program started: it ends with the engine, or on Cancel.
	programs context.Context
	stop     context.CancelFunc
	tracing  string

	mutex  sync.Mutex
	engine string
}

// NewHost returns a host for the engine at this address.
func NewHost(ctx context.Context, engine, tracing string) *Host {
	programs, stop := context.WithCancel(ctx)
	return &Host{programs: programs, stop: stop, engine: engine, tracing: tracing}
}

// Handshake learns the address of an engine that attached to a host it did not start.
func (h *Host) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if address := request.GetEngineAddress(); address != "" {
		h.engine = address
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *Host) engineAddress() string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.engine
}

// Cancel ends every program that is running.
func (h *Host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.stop()
	return &emptypb.Empty{}, nil
}

// GetPluginInfo reports no version: the host belongs to the CLI that it was built with.
func (h *Host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{}, nil
}

// About tells `pulumi about` which Node.js would run a program.
func (h *Host) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	version, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s --version: %w", node, err)
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(version))}, nil
}

// RuntimeOptionsPrompts asks nothing: `packagemanager` and its like are read from Pulumi.yaml when they are there.
func (h *Host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Template leaves a new project as its template wrote it.
func (h *Host) Template(context.Context, *pulumirpc.TemplateRequest) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}

// findNode returns the path of the `node` that programs run on.
func findNode() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("node is not on PATH; install Node.js 20 or newer: %w", err)
	}
	return node, nil
}
