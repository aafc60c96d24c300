package remote

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"
)

// errHostKey is in the chain of an error about a server that showed another key: trying again would not help.
var errHostKey = errors.New("host key mismatch")

// hostKeyPolicy is how a server's key is checked and, where one is expected, which kinds of key are asked for: a server
// has several, and without that it could show a right one that is not the expected one.
func hostKeyPolicy(e Endpoint) (ssh.HostKeyCallback, []string, error) {
	if e.HostKey == nil || strings.TrimSpace(*e.HostKey) == "" {
		return ssh.InsecureIgnoreHostKey(), nil, nil
	}
	expected, err := parseHostKey(*e.HostKey)
	if err != nil {
		return nil, nil, err
	}
	check := func(host string, _ net.Addr, shown ssh.PublicKey) error {
		if bytes.Equal(shown.Marshal(), expected.Marshal()) {
			return nil
		}
		return fmt.Errorf("%w: %s shows %s %s, connection.hostKey expects %s %s", errHostKey, host,
			shown.Type(), ssh.FingerprintSHA256(shown), expected.Type(), ssh.FingerprintSHA256(expected))
	}
	return check, algorithms(expected.Type()), nil
}

// parseHostKey reads `ssh-ed25519 AAAA…` as in authorized_keys, or the same after a host, as in known_hosts.
func parseHostKey(text string) (ssh.PublicKey, error) {
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
	if err == nil {
		return key, nil
	}
	if _, _, key, _, _, err := ssh.ParseKnownHosts([]byte(text)); err == nil {
		return key, nil
	}
	return nil, fmt.Errorf("connection.hostKey is no public key like \"ssh-ed25519 AAAA…\": %w", err)
}

// algorithms are the signature algorithms with which a server can prove a key of this type.
func algorithms(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSA}
	}
	return []string{keyType}
}
