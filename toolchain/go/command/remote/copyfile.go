package remote

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// CopyFile is the deprecated resource command:remote:CopyFile; CopyToRemote does the same and notices changed content.
type CopyFile struct{}

// CopyFileInputs is what the program gives.
type CopyFileInputs struct {
	Connection *Connection `pulumi:"connection" provider:"secret"`
	Triggers   *[]any      `pulumi:"triggers,optional"`
	LocalPath  string      `pulumi:"localPath"`
	RemotePath string      `pulumi:"remotePath"`
}

// CopyFileOutputs is what the state keeps.
type CopyFileOutputs struct {
	CopyFileInputs
}

// Annotate describes the resource in the schema.
func (c *CopyFile) Annotate(a infer.Annotator) {
	a.Describe(&c, "Copies a local file to a remote host.")
	a.Deprecate(&c, "This resource is deprecated and will be removed in a future release. "+
		"Please use the `CopyToRemote` resource instead.")
}

// Annotate describes the inputs in the schema.
func (c *CopyFileInputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Connection, "How to connect to the remote host.")
	a.Describe(&c.Triggers, "Values of any type; a change of any of them copies again.")
	a.Describe(&c.LocalPath, "The file to copy.")
	a.Describe(&c.RemotePath, "Where to: the copy's own path, in a directory that exists.")
}

// Create copies the file; in a preview it connects to nothing. There is no update: each change replaces.
func (*CopyFile) Create(
	ctx context.Context, req infer.CreateRequest[CopyFileInputs],
) (infer.CreateResponse[CopyFileOutputs], error) {
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	if err == nil && !req.DryRun {
		err = withFiles(ctx, *req.Inputs.Connection, func(files *files) error {
			return files.copyFile(req.Inputs.LocalPath, req.Inputs.RemotePath)
		})
	}
	return infer.CreateResponse[CopyFileOutputs]{ID: id, Output: CopyFileOutputs{req.Inputs}}, err
}
