package process

import "sync"

// registry knows the groups that are running, by the id of their first process.
type registry struct {
	mu   sync.Mutex
	pids map[int]bool
}

var running = registry{pids: map[int]bool{}}

func (r *registry) add(pid int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pids[pid] = true
}

func (r *registry) remove(pid int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.pids, pid)
}

// KillAll ends every running command at once, with all that it has started. For a plugin that is ending itself.
func KillAll() {
	running.mu.Lock()
	defer running.mu.Unlock()
	for pid := range running.pids {
		kill(pid)
	}
}
