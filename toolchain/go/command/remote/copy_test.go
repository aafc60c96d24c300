package remote

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// copies are the tests' sources, made anew for each, and a server to copy to (this machine, in target).
type copies struct {
	connection        Connection
	file, dir, target string
}

func newCopies(t *testing.T) copies {
	t.Helper()
	base := t.TempDir()
	c := copies{
		connection: startServer(t).connection(),
		file:       filepath.Join(base, "one.txt"), dir: filepath.Join(base, "tree"), target: filepath.Join(base, "to"),
	}
	for _, path := range []string{filepath.Join(c.dir, "deep", "er"), c.target} {
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, c.file, "one")
	write(t, filepath.Join(c.dir, "a"), "A")
	write(t, filepath.Join(c.dir, "deep", "er", "b"), strings.Repeat("B", 300_000))
	return c
}

// copy creates a CopyToRemote resource.
func (c copies) copy(t *testing.T, source types.AssetOrArchive, target string) error {
	t.Helper()
	resp, err := (&CopyToRemote{}).Create(t.Context(), infer.CreateRequest[CopyToRemoteInputs]{
		Name: "c", Inputs: CopyToRemoteInputs{Connection: &c.connection, Source: source, RemotePath: target},
	})
	if err == nil && resp.ID == "" {
		t.Error("no id")
	}
	return err
}

// holds checks a file's content.
func holds(t *testing.T, file, want string) {
	t.Helper()
	if text, err := os.ReadFile(file); err != nil || string(text) != want {
		t.Errorf("%s: got %.20q, %v", file, text, err)
	}
}

func fileAsset(path string) types.AssetOrArchive {
	return types.AssetOrArchive{Asset: &resource.Asset{Path: path}}
}

func dirArchive(path string) types.AssetOrArchive {
	return types.AssetOrArchive{Archive: &resource.Archive{Path: path}}
}

func TestCopyToRemote(t *testing.T) {
	t.Parallel()
	c := newCopies(t)
	big := strings.Repeat("B", 300_000)
	for _, test := range []struct {
		name   string
		source types.AssetOrArchive
		target string // below c.target
		made   map[string]string
	}{
		{"a file to a path with missing parents", fileAsset(c.file), "x/y/z.txt", map[string]string{"x/y/z.txt": "one"}},
		{"a file over a file", fileAsset(filepath.Join(c.dir, "a")), "x/y/z.txt", map[string]string{"x/y/z.txt": "A"}},
		{"a file into a directory", fileAsset(c.file), "", map[string]string{"one.txt": "one"}},
		{"a directory", dirArchive(c.dir), "d", map[string]string{"d/tree/a": "A", "d/tree/deep/er/b": big}},
		{"a directory's content", dirArchive(c.dir + "/"), "e", map[string]string{"e/a": "A", "e/deep/er/b": big}},
		{"a text", types.AssetOrArchive{Asset: &resource.Asset{Text: "hello"}}, "t/text", map[string]string{"t/text": "hello"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := c.copy(t, test.source, filepath.Join(c.target, test.target)); err != nil {
				t.Fatal(err)
			}
			for file, content := range test.made {
				holds(t, filepath.Join(c.target, file), content)
			}
		})
	}
}

func TestCopyToRemoteRefuses(t *testing.T) {
	t.Parallel()
	c := newCopies(t)
	write(t, filepath.Join(c.target, "file"), "mine")
	if err := c.copy(t, dirArchive(c.dir), filepath.Join(c.target, "file")); err == nil {
		t.Error("a directory was copied onto a file")
	}
	holds(t, filepath.Join(c.target, "file"), "mine")
	if err := c.copy(t, types.AssetOrArchive{Asset: &resource.Asset{Text: "x"}}, c.target); err == nil {
		t.Error("a text was copied onto a directory")
	}
	if err := c.copy(t, fileAsset("/nowhere"), c.target); err == nil || !strings.Contains(err.Error(), "/nowhere") {
		t.Errorf("got %v", err)
	}
	for _, bad := range []types.AssetOrArchive{{}, {Asset: &resource.Asset{URI: "http://example.org"}},
		{Archive: &resource.Archive{Assets: map[string]any{}}}} {
		if unusable(bad) == nil {
			t.Errorf("%v was accepted", bad)
		}
	}
}

func TestCopyFile(t *testing.T) {
	t.Parallel()
	c := newCopies(t)
	target := filepath.Join(c.target, "copy")
	_, err := (&CopyFile{}).Create(t.Context(), infer.CreateRequest[CopyFileInputs]{
		Name: "c", Inputs: CopyFileInputs{Connection: &c.connection, LocalPath: c.file, RemotePath: target},
	})
	if err != nil {
		t.Fatal(err)
	}
	holds(t, target, "one")
}
