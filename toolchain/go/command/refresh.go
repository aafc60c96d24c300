package command

import (
	"context"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// keepFilesOnRefresh keeps a refresh from damaging inputs that are files (a CopyToRemote's source, a file among the
// triggers). The engine sends only their hashes; sent back like that they become the state, which the Node SDK then
// refuses to load ("Invalid asset encountered"). Left out of the answer, they are taken from the program.
func keepFilesOnRefresh(p provider.Provider) provider.Provider {
	read, update := p.Read, p.Update
	p.Read = func(ctx context.Context, req provider.ReadRequest) (provider.ReadResponse, error) {
		resp, err := read(ctx, req)
		for key, value := range resp.Properties.All {
			if _, isInput := resp.Inputs.GetOk(key); isInput && hasEmptyFile(value) {
				resp.Properties = resp.Properties.Delete(key)
			}
		}
		return resp, err
	}
	p.Update = func(ctx context.Context, req provider.UpdateRequest) (provider.UpdateResponse, error) {
		// `source` is required in the state that an update starts from.
		if source, given := req.Inputs.GetOk("source"); given {
			if _, kept := req.State.GetOk("source"); !kept {
				req.State = req.State.Set("source", source)
			}
		}
		return update(ctx, req)
	}
	return p
}

// hasEmptyFile says whether a value is, or contains, an asset or archive of which only the hash is left.
func hasEmptyFile(value property.Value) bool {
	switch {
	case value.IsAsset():
		return !value.AsAsset().HasContents()
	case value.IsArchive():
		return !value.AsArchive().HasContents()
	case value.IsArray():
		for _, element := range value.AsArray().All {
			if hasEmptyFile(element) {
				return true
			}
		}
	case value.IsMap() && isFile(value.AsMap()):
		return lacksContent(value.AsMap())
	case value.IsMap():
		for _, element := range value.AsMap().All {
			if hasEmptyFile(element) {
				return true
			}
		}
	}
	return false
}

// isFile says whether a map is an asset or archive in the form that it has on the wire, as infer encodes those whose
// type it does not know.
func isFile(m property.Map) bool {
	_, marked := m.GetOk(sig.Key)
	return marked
}

// lacksContent says whether such a file is nothing but its hash.
func lacksContent(m property.Map) bool {
	for _, key := range []string{"path", "text", "uri"} {
		if value := m.Get(key); value.IsString() && value.AsString() != "" {
			return false
		}
	}
	members := m.Get("assets")
	return !members.IsMap() || members.AsMap().Len() == 0
}
