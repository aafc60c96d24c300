package command

import (
	"context"
	"strings"

	provider "github.com/pulumi/pulumi-go-provider"
)

// replaceOnTriggers makes a change anywhere inside `triggers` a replacement. The inferred diff does so only for
// `triggers` as a whole (added or removed) and calls a changed element, `triggers[0]`, an update; the SDKs repair that
// on their side with replaceOnChanges, which a YAML program or an import does not have.
func replaceOnTriggers(p provider.Provider) provider.Provider {
	inner := p.Diff
	p.Diff = func(ctx context.Context, req provider.DiffRequest) (provider.DiffResponse, error) {
		diff, err := inner(ctx, req)
		if err != nil {
			return diff, err
		}
		for path, change := range diff.DetailedDiff {
			if isTrigger(path) {
				change.Kind = asReplacement(change.Kind)
				diff.DetailedDiff[path] = change
			}
		}
		return diff, nil
	}
	return p
}

// isTrigger says whether a property path is `triggers` or lies inside it.
func isTrigger(path string) bool {
	rest, found := strings.CutPrefix(path, "triggers")
	return found && (rest == "" || rest[0] == '[' || rest[0] == '.')
}

// asReplacement is the replacing form of a kind of change.
func asReplacement(kind provider.DiffKind) provider.DiffKind {
	switch kind {
	case provider.Add:
		return provider.AddReplace
	case provider.Delete:
		return provider.DeleteReplace
	case provider.Update:
		return provider.UpdateReplace
	default:
		return kind
	}
}
