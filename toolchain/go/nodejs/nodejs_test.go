package nodejs

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// program writes a program's folder with these package.json files and returns its path.
func program(t *testing.T, manifests map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, content := range manifests {
		file := filepath.Join(root, path, "package.json")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestRequiredPackages(t *testing.T) {
	directory := program(t, map[string]string{
		"":                            `{"name": "own", "pulumi": {"resource": true}}`,
		"node_modules/@pulumi/pulumi": `{"name": "@pulumi/pulumi", "version": "3.248.0"}`,
		"node_modules/@pulumi/docker": `{"name": "@pulumi/docker", "version": "5.2.0", "pulumi": {"resource": true, "name": "docker", "version": "5.2.0"}}`,
		"node_modules/@someone/thing": `{"name": "@someone/thing", "version": "v1.0.0", "pulumi": {"resource": true, "server": "https://example.org"}}`,
		"node_modules/broken":         `{"name": `,
		"node_modules/a":              `{"name": "a"}`,
		"node_modules/a/node_modules/@pulumi/docker": `{"name": "@pulumi/docker", "version": "4.0.0", "pulumi": {"resource": true}}`,
	})
	response, err := NewHost(t.Context(), "", "").GetRequiredPackages(t.Context(), &pulumirpc.GetRequiredPackagesRequest{
		Info: &pulumirpc.ProgramInfo{ProgramDirectory: directory},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, found := range response.Packages {
		got = append(got, found.Kind+" "+found.Name+" "+found.Version+" "+found.Server)
	}
	want := []string{"resource docker v4.0.0 ", "resource docker v5.2.0 ", "resource someone/thing v1.0.0 https://example.org"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadOptions(t *testing.T) {
	read := func(values map[string]any) (options, error) {
		given, err := structpb.NewStruct(values)
		if err != nil {
			t.Fatal(err)
		}
		return readOptions(&pulumirpc.ProgramInfo{Options: given})
	}
	got, err := read(map[string]any{"typescript": false, "nodeargs": `--import "a b"`, "tsconfig": "t.json", "later": 1})
	if err != nil || got.typescript || !slices.Equal(got.nodeArgs, []string{"--import", "a b"}) || got.tsconfig != "t.json" {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err = read(nil); err != nil || !got.typescript {
		t.Errorf("TypeScript is not the default: %+v, %v", got, err)
	}
	if _, err = read(map[string]any{"typescript": "yes"}); err == nil {
		t.Error("a wrong type is accepted")
	}
}

func TestArguments(t *testing.T) {
	got := NewHost(t.Context(), "127.0.0.1:1", "").arguments(&pulumirpc.RunRequest{
		MonitorAddress: "127.0.0.1:2", Organization: "o", Project: "p", Stack: "s", Pwd: "/p", DryRun: true, Parallel: 16,
		Info: &pulumirpc.ProgramInfo{RootDirectory: "/r", EntryPoint: "index.ts"},
	})
	want := []string{
		"--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "o", "--project", "p", "--stack", "s",
		"--root-directory", "/r", "--pwd", "/p", "--dry-run", "--parallel", "16", "index.ts",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestResponse(t *testing.T) {
	end := func(script string) *pulumirpc.RunResponse {
		return response(exec.CommandContext(context.Background(), "sh", "-c", script).Run())
	}
	if got := end("exit 32"); !got.Bail || got.Error != "" {
		t.Errorf("exit 32: %v", got)
	}
	if got := end("exit 3"); got.Bail || got.Error != "Program exited with non-zero exit code: 3" {
		t.Errorf("exit 3: %v", got)
	}
	if got := end("kill -9 $$"); got.Error != "Program exited unexpectedly: signal: killed" {
		t.Errorf("killed: %v", got)
	}
	if got := end("exit 0"); got.Bail || got.Error != "" {
		t.Errorf("exit 0: %v", got)
	}
}
