package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
)

// files copies to the file system of a remote host. Remote paths have `/` on every system.
type files struct{ *sftp.Client }

// withFiles connects, lets use copy, and ends the connection, at once if ctx ends.
func withFiles(ctx context.Context, connection Connection, use func(*files) error) error {
	client, err := connection.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	unwatch := context.AfterFunc(ctx, func() { client.Close() })
	defer unwatch()
	transfer, err := sftp.NewClient(client.Client, sftp.UseConcurrentWrites(true))
	if err != nil {
		return fmt.Errorf("SFTP on %s: %w", connection.Host, err)
	}
	defer transfer.Close()
	if err := use(&files{transfer}); err != nil {
		return errors.Join(err, ctx.Err())
	}
	return nil
}

// copy puts a local file or directory at the remote path, as scp -r does:
//
//	source | target is a directory | target does not exist | target is a file
//	file   | target/file           | target                | target, overwritten
//	dir    | target/dir            | target/dir            | error
//	dir/   | target                | target                | error
func (f *files) copy(source, target string) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	isDir, err := f.isDir(target)
	if err != nil {
		return err
	}
	if info.IsDir() {
		if !strings.HasSuffix(source, "/") {
			target = path.Join(target, filepath.Base(source))
		}
		return f.copyDir(source, target)
	}
	if isDir {
		target = path.Join(target, filepath.Base(source))
	}
	if err := f.makeDir(path.Dir(target)); err != nil {
		return err
	}
	return f.copyFile(source, target)
}

// copyDir puts all that is in the source, at any depth, into the target, which is made if need be.
func (f *files) copyDir(source, target string) error {
	return fs.WalkDir(os.DirFS(source), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		remote := path.Join(target, name)
		if entry.IsDir() {
			return f.makeDir(remote)
		}
		return f.copyFile(filepath.Join(source, name), remote)
	})
}

// copyFile puts one local file at the remote path, whose directory must exist.
func (f *files) copyFile(source, target string) error {
	local, err := os.Open(source)
	if err != nil {
		return err
	}
	defer local.Close()
	return f.write(local, target)
}

// writeText puts a text at the remote path, which must not be a directory: a text has no name of its own.
func (f *files) writeText(text, target string) error {
	isDir, err := f.isDir(target)
	if err != nil {
		return err
	}
	if isDir {
		return fmt.Errorf("remotePath %s is a directory: a text needs the path of a file", target)
	}
	if err := f.makeDir(path.Dir(target)); err != nil {
		return err
	}
	return f.write(strings.NewReader(text), target)
}

// write replaces the content of a remote file; its error also tells of what the server could not store at the end.
func (f *files) write(content io.Reader, target string) error {
	remote, err := f.Create(target)
	if err != nil {
		return fmt.Errorf("creating %s on the remote host: %w", target, err)
	}
	_, err = remote.ReadFrom(content)
	if err := errors.Join(err, remote.Close()); err != nil {
		return fmt.Errorf("writing %s on the remote host: %w", target, err)
	}
	return nil
}

// makeDir makes a remote directory and its parents; one that exists is no error.
func (f *files) makeDir(target string) error {
	if err := f.MkdirAll(target); err != nil {
		return fmt.Errorf("making the directory %s on the remote host: %w", target, err)
	}
	return nil
}

// isDir says whether a remote path is a directory; one that does not exist is none.
func (f *files) isDir(target string) (bool, error) {
	info, err := f.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking at %s on the remote host: %w", target, err)
	}
	return info.IsDir(), nil
}
