// An MCP server of the service model_context_protocol.Mcp, on grpc-go and code generated from the published proto: server [PORT].
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/durationpb"

	"mcptc.invalid/gallery/grpc-go/mcp"
)

type server struct {
	mcp.UnimplementedMcpServer
}

var (
	complete = &mcp.ResponseFields{ResultType: mcp.ResultType_RESULT_TYPE_COMPLETE}
	ttl      = durationpb.New(60_000_000_000)
)

const public = mcp.CacheScope_CACHE_SCOPE_PUBLIC

func (server) ListTools(context.Context, *mcp.ListToolsRequest) (*mcp.ListToolsResponse, error) {
	return &mcp.ListToolsResponse{Common: complete, Tools: listTools(), Ttl: ttl, CacheScope: public}, nil
}

func (server) CallTool(ctx context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResponse, error) {
	return callTool(ctx, request)
}

func (server) ListPrompts(context.Context, *mcp.ListPromptsRequest) (*mcp.ListPromptsResponse, error) {
	return &mcp.ListPromptsResponse{Common: complete, Prompts: listPrompts(), Ttl: ttl, CacheScope: public}, nil
}

func (server) GetPrompt(_ context.Context, request *mcp.GetPromptRequest) (*mcp.GetPromptResponse, error) {
	return getPrompt(request)
}

func (server) ListResources(context.Context, *mcp.ListResourcesRequest) (*mcp.ListResourcesResponse, error) {
	return &mcp.ListResourcesResponse{Common: complete, Resources: listResources(), Ttl: ttl, CacheScope: public}, nil
}

func (server) ListResourceTemplates(
	context.Context, *mcp.ListResourceTemplatesRequest,
) (*mcp.ListResourceTemplatesResponse, error) {
	templates := []*mcp.ResourceTemplate{{UriTemplate: template, Name: "template", MimeType: "application/json"}}
	return &mcp.ListResourceTemplatesResponse{
		Common: complete, ResourceTemplates: templates, Ttl: ttl, CacheScope: public,
	}, nil
}

func (server) ReadResource(_ context.Context, request *mcp.ReadResourceRequest) (*mcp.ReadResourceResponse, error) {
	contents, err := read(request.GetUri())
	if err != nil {
		return nil, err
	}
	return &mcp.ReadResourceResponse{
		Common: complete, Resource: []*mcp.ResourceContents{contents}, Ttl: ttl, CacheScope: public,
	}, nil
}

func (server) Complete(_ context.Context, request *mcp.CompletionRequest) (*mcp.CompletionResponse, error) {
	return completeArgument(request)
}

func main() {
	// All addresses in its container, where a port is named; this machine alone elsewhere.
	address := "127.0.0.1:0"
	if len(os.Args) > 1 {
		address = "0.0.0.0:" + os.Args[1]
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	over, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	service := grpc.NewServer()
	mcp.RegisterMcpServer(service, server{})
	go func() {
		<-over.Done()
		service.GracefulStop()
	}()
	fmt.Println("listening on", listener.Addr().(*net.TCPAddr).Port)
	if err := service.Serve(listener); err != nil {
		log.Fatal(err)
	}
}
