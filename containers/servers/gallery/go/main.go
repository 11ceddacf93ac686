// A server with the names and values of the fixture contract on the official Go SDK; what the protocol asks for is left to
// the SDK. Not offered, because the SDK knows no way to it or only a contorted one: lists that differ by revision (the
// tools of both eras stand in every list), page sizes of their own for each list, and a `total` of no completions.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const modern = "2026-07-28"

func main() {
	flag.Bool("stdio", false, "speak on standard input and output, which is the default")
	port := flag.Int("http-port", 0, "listen on this port for Streamable HTTP, at /mcp")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	var err error
	if *port == 0 {
		err = newServer().Run(ctx, &mcp.StdioTransport{})
	} else {
		err = listen(ctx, *port)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(err)
	}
}

func newServer() *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "mcptc-gallery-go", Version: "1.0.0"}, &mcp.ServerOptions{
		// Small enough for tools and prompts to take more than one page.
		PageSize:           4,
		CompletionHandler:  complete,
		SubscribeHandler:   func(context.Context, *mcp.SubscribeRequest) error { return nil },
		UnsubscribeHandler: func(context.Context, *mcp.UnsubscribeRequest) error { return nil },
		// Whoever says that its roots changed is asked for them.
		RootsListChangedHandler: func(ctx context.Context, req *mcp.RootsListChangedRequest) {
			if declared := req.ClientCapabilities(); declared != nil && declared.RootsV2 != nil {
				_, _ = req.Session.ListRoots(ctx, nil)
			}
		},
	})
	addContentTools(server)
	addSchemaTools(server)
	addFlowTools(server)
	addClientTools(server)
	addInputRequiredTools(server)
	addPrompts(server)
	addResources(server)
	return server
}

// The SDK's handler has sessions and the legacy revisions, or, when stateless, the modern one and no way to ask a client or
// tell it anything in the legacy ones. Both stand at one path here, and the header that each reads decides, by the
// comparison that each makes.
func listen(ctx context.Context, port int) error {
	server := newServer()
	get := func(*http.Request) *mcp.Server { return server }
	legacy := mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{EventStore: mcp.NewMemoryEventStore(nil)})
	stateless := mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{
		Stateless:                    true,
		PropagateRequestCancellation: true,
	})
	mux := http.NewServeMux()
	mux.HandleFunc("/mcp", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Mcp-Protocol-Version") >= modern {
			stateless.ServeHTTP(w, r)
		} else {
			legacy.ServeHTTP(w, r)
		}
	})

	listener := &http.Server{
		// All interfaces, because in a container only those are reached from outside. A foreign Host is refused by the SDK,
		// but on loopback alone, and a foreign Origin by what the SDK's documentation puts around its handler, but for GET.
		Addr:              fmt.Sprintf("0.0.0.0:%d", port),
		Handler:           http.NewCrossOriginProtection().Handler(mux),
		ReadHeaderTimeout: 10 * time.Second,
	}
	context.AfterFunc(ctx, func() { listener.Close() })
	if err := listener.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
