package process

import (
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// pipes carry a command's output to their writers until nothing holds their other ends open.
type pipes struct {
	readers []*os.File // ours
	writers []*os.File // the command's
	targets []io.Writer
	// done is closed when all output has been copied.
	done chan struct{}
}

// connect gives the command one pipe for each of its output streams.
func connect(cmd *exec.Cmd, stdout, stderr io.Writer) (*pipes, error) {
	p := &pipes{targets: []io.Writer{stdout, stderr}, done: make(chan struct{})}
	for range p.targets {
		reader, writer, err := os.Pipe()
		if err != nil {
			p.close()
			return nil, err
		}
		p.readers, p.writers = append(p.readers, reader), append(p.writers, writer)
	}
	cmd.Stdout, cmd.Stderr = p.writers[0], p.writers[1]
	return p, nil
}

// copy starts to carry output; call it once the command runs, which has its own copies of the writing ends.
func (p *pipes) copy() {
	var all sync.WaitGroup
	for i := range p.readers {
		p.writers[i].Close()
		all.Add(1)
		go func() {
			defer all.Done()
			_, _ = io.Copy(p.targets[i], p.readers[i])
		}()
	}
	go func() { all.Wait(); close(p.done) }()
}

// finishWithin waits for the end of all output, at most so long, and says whether it came.
func (p *pipes) finishWithin(limit time.Duration) bool {
	select {
	case <-p.done:
		return true
	case <-time.After(limit):
		return false
	}
}

// close gives up both ends; whoever still writes gets an error.
func (p *pipes) close() {
	for _, file := range append(p.readers, p.writers...) {
		file.Close()
	}
}
