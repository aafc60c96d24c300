package remote

import (
	"context"
	"errors"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// CopyToRemote is the resource command:remote:CopyToRemote: a file or a directory kept on a remote host.
type CopyToRemote struct{}

// CopyToRemoteInputs is what the program gives.
type CopyToRemoteInputs struct {
	Connection *Connection          `pulumi:"connection" provider:"secret"`
	Triggers   *[]any               `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Source     types.AssetOrArchive `pulumi:"source"`
	RemotePath string               `pulumi:"remotePath"`
}

// CopyToRemoteOutputs is what the state keeps.
type CopyToRemoteOutputs struct {
	CopyToRemoteInputs
}

// Annotate describes the resource in the schema.
func (c *CopyToRemote) Annotate(a infer.Annotator) {
	a.Describe(&c, "Copies a file or a directory to a remote host, over SFTP, again whenever it changes. "+
		"Deleting the resource leaves the copy where it is.")
}

// Annotate describes the inputs in the schema.
func (c *CopyToRemoteInputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Connection, "How to connect to the remote host.")
	a.Describe(&c.Triggers, "Values of any type; a change of any of them copies again.")
	a.Describe(&c.Source, "The asset or archive to copy: a file, a text, or a directory with all in it. "+
		"An archive file is not unpacked.")
	a.Describe(&c.RemotePath, "Where to: an existing directory is copied into, an existing file overwritten; missing "+
		"parent directories are made. A directory on an existing file is an error.")
}

// Check refuses sources that cannot be copied, before anything is done.
func (*CopyToRemote) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[CopyToRemoteInputs], error) {
	inputs, failures, err := infer.DefaultCheck[CopyToRemoteInputs](ctx, req.NewInputs)
	// An unknown source, in a preview, is neither an asset nor an archive yet.
	if err == nil && len(failures) == 0 && !req.NewInputs.Get("source").HasComputed() {
		if problem := unusable(inputs.Source); problem != nil {
			failures = append(failures, provider.CheckFailure{Property: "source", Reason: problem.Error()})
		}
	}
	return infer.CheckResponse[CopyToRemoteInputs]{Inputs: inputs, Failures: failures}, err
}

// unusable says why a source cannot be copied, or nil.
func unusable(source types.AssetOrArchive) error {
	switch {
	case source.Asset != nil && source.Archive != nil:
		return errors.New("give one asset or one archive, not both")
	case source.Asset != nil && !source.Asset.IsPath() && !source.Asset.IsText():
		return errors.New("an asset must be a FileAsset or a StringAsset; a RemoteAsset cannot be copied")
	case source.Archive != nil && !source.Archive.IsPath():
		return errors.New("an archive must be a FileArchive of a local file or directory")
	case source.Asset == nil && source.Archive == nil:
		return errors.New("give an asset (a file) or an archive (a file or a directory)")
	}
	return nil
}

// Create copies; in a preview it connects to nothing.
func (*CopyToRemote) Create(
	ctx context.Context, req infer.CreateRequest[CopyToRemoteInputs],
) (infer.CreateResponse[CopyToRemoteOutputs], error) {
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	if err == nil && !req.DryRun {
		err = copySource(ctx, req.Inputs)
	}
	return infer.CreateResponse[CopyToRemoteOutputs]{ID: id, Output: CopyToRemoteOutputs{req.Inputs}}, err
}

// Update copies again, whatever it was that changed: with another connection it may be another host.
func (*CopyToRemote) Update(
	ctx context.Context, req infer.UpdateRequest[CopyToRemoteInputs, CopyToRemoteOutputs],
) (infer.UpdateResponse[CopyToRemoteOutputs], error) {
	var err error
	if !req.DryRun {
		err = copySource(ctx, req.Inputs)
	}
	return infer.UpdateResponse[CopyToRemoteOutputs]{Output: CopyToRemoteOutputs{req.Inputs}}, err
}

// copySource connects and copies the source, of whichever kind it is.
func copySource(ctx context.Context, in CopyToRemoteInputs) error {
	return withFiles(ctx, *in.Connection, func(files *files) error {
		if in.Source.Asset == nil {
			return files.copy(in.Source.Archive.Path, in.RemotePath)
		}
		if text, ok := in.Source.Asset.GetText(); ok {
			return files.writeText(text, in.RemotePath)
		}
		return files.copy(in.Source.Asset.Path, in.RemotePath)
	})
}
