package local

import (
	"context"
	"path/filepath"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Read is what a refresh asks: the state as it is, with the paths of its files, which the engine leaves out of what it
// sends. Returned without them, as the default read does, they are lost, and no program can then load the state.
func (*Command) Read(
	_ context.Context, req infer.ReadRequest[CommandInputs, CommandOutputs],
) (infer.ReadResponse[CommandInputs, CommandOutputs], error) {
	restore(req.State.BaseInputs, &req.State.BaseOutputs)
	return infer.ReadResponse[CommandInputs, CommandOutputs]{ID: req.ID, Inputs: req.Inputs, State: req.State}, nil
}

// restore gives files of a previous run, of which only hashes came back, their paths again. An archive is looked up
// anew: what has changed in its files since then shows as drift.
func restore(in BaseInputs, out *BaseOutputs) {
	dir, err := directory(in)
	if err != nil {
		return
	}
	if out.Assets != nil {
		for name, file := range *out.Assets {
			if file.Asset != nil && !file.Asset.HasContents() {
				copied := *file.Asset
				copied.Path = filepath.ToSlash(filepath.Join(dir, name))
				file.Asset = &copied
				(*out.Assets)[name] = file
			}
		}
	}
	if out.Archive != nil && !out.Archive.HasContents() && in.ArchivePaths != nil {
		if archive, err := findArchive(dir, *in.ArchivePaths); err == nil {
			out.Archive = archive
		}
	}
}
