package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// Waiting times between attempts: the first, how it grows, and where it stops growing.
const (
	firstWait   = 100 * time.Millisecond
	waitGrowth  = 1.5
	longestWait = 5 * time.Second
)

// dialer opens the TCP connection that an SSH session then runs on: the network's, or a proxy's.
type dialer func(ctx context.Context, address string) (net.Conn, error)

// client is an open SSH connection with the one to the bastion host below it, if any.
type client struct {
	*ssh.Client
	below *client
}

// Close ends the connection and the one below it.
func (c *client) Close() error {
	err := c.Client.Close()
	if c.below != nil {
		return errors.Join(err, c.below.Close())
	}
	return err
}

// dial connects to the host, through its proxy if there is one. Each of the two is tried again after a failure, as
// often as its dialErrorLimit allows, except where that cannot help: a bad key or agent, another host key.
func (c Connection) dial(ctx context.Context) (*client, error) {
	if c.Proxy == nil {
		return c.Endpoint.dial(ctx, direct)
	}
	proxy, err := c.Proxy.Endpoint.dial(ctx, direct)
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	result, err := c.Endpoint.dial(ctx, func(ctx context.Context, address string) (net.Conn, error) {
		return proxy.DialContext(ctx, "tcp", address)
	})
	if err != nil {
		proxy.Close()
		return nil, err
	}
	result.below = proxy
	return result, nil
}

// direct dials over the network.
func direct(ctx context.Context, address string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, "tcp", address)
}

// dial is Connection.dial for one endpoint.
func (e Endpoint) dial(ctx context.Context, open dialer) (*client, error) {
	credentials, err := login(e)
	if err != nil {
		return nil, err
	}
	defer credentials.close()
	check, kinds, err := hostKeyPolicy(e)
	if err != nil {
		return nil, err
	}
	config := &ssh.ClientConfig{
		User: valueOr(e.User, defaultUser), Auth: credentials.methods, HostKeyCallback: check, HostKeyAlgorithms: kinds,
	}
	limit, wait := valueOr(e.DialErrorLimit, defaultDialErrorLimit), firstWait
	for failures := 1; ; failures++ {
		opened, err := e.attempt(ctx, open, config)
		if err == nil {
			return opened, nil
		}
		if errors.Is(err, errHostKey) || ctx.Err() != nil || (limit >= 0 && failures > limit) {
			return nil, fmt.Errorf("connecting to %s@%s (attempt %d): %w", config.User, e.address(), failures, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(time.Duration(float64(wait)*waitGrowth), longestWait)
	}
}

// attempt connects and logs in once, within perDialTimeout.
func (e Endpoint) attempt(ctx context.Context, open dialer, config *ssh.ClientConfig) (*client, error) {
	if seconds := valueOr(e.PerDialTimeout, defaultPerDialTimeout); seconds > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
		defer cancel()
	}
	conn, err := open(ctx, e.address())
	if err != nil {
		return nil, err
	}
	// The handshake knows no context: closing the connection is what ends it.
	unwatch := context.AfterFunc(ctx, func() { conn.Close() })
	defer unwatch()
	session, channels, requests, err := ssh.NewClientConn(conn, e.address(), config)
	if err != nil {
		conn.Close()
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w (%v)", ctx.Err(), err)
		}
		return nil, explain(err)
	}
	return &client{Client: ssh.NewClient(session, channels, requests)}, nil
}

// explain puts into words how the SSH library reports a refused password on a server that offers to ask questions
// (keyboard-interactive) and then asks none.
func explain(err error) error {
	if strings.Contains(err.Error(), "unexpected message type 51 (expected 60)") {
		return fmt.Errorf("unable to authenticate: the server refused the password (%w)", err)
	}
	return err
}

// address is host:port, as Go dials it.
func (e Endpoint) address() string {
	return net.JoinHostPort(e.Host, strconv.Itoa(int(valueOr(e.Port, defaultPort))))
}

// valueOr is the value pointed to, or the fallback where there is none.
func valueOr[T any](value *T, fallback T) T {
	if value == nil {
		return fallback
	}
	return *value
}
