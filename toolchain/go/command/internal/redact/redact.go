// Package redact blanks secret values in text that is about to be shown.
package redact

import (
	"context"
	"sort"
	"strings"
)

// Mark stands in shown text where a secret stood: the word that the engine itself uses.
const Mark = "[secret]"

// shortest is the length below which a secret is not looked for: blanking each "1" or "no" would hide everything else.
const shortest = 4

type key struct{}

// With returns a context in which Text blanks the given secrets, each of their lines by itself as well (a key given
// on stdin may come back line by line), and those that the context already had.
func With(ctx context.Context, secrets ...string) context.Context {
	known, _ := ctx.Value(key{}).([]string)
	all := append([]string{}, known...)
	for _, secret := range secrets {
		for _, part := range append(strings.Split(secret, "\n"), secret) {
			if part = strings.TrimSpace(part); len(part) >= shortest {
				all = append(all, part)
			}
		}
	}
	// The longest first: a secret that contains another is blanked whole.
	sort.SliceStable(all, func(i, j int) bool { return len(all[i]) > len(all[j]) })
	return context.WithValue(ctx, key{}, all)
}

// Text is the text with every secret of the context replaced by Mark; unchanged where the context has none.
func Text(ctx context.Context, text string) string {
	secrets, _ := ctx.Value(key{}).([]string)
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, Mark)
	}
	return text
}
