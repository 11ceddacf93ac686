// An MCP server of the service model_context_protocol.Mcp, on grpc-java and messages generated from the published proto: Main [PORT].
import com.google.mcp.*;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

public final class Main {
  static final String SERVICE = "model_context_protocol.Mcp";
  static final ResponseFields COMPLETE =
      ResponseFields.newBuilder().setResultType(ResultType.RESULT_TYPE_COMPLETE).build();
  static final Duration TTL = Duration.newBuilder().setSeconds(60).build();
  static final CacheScope PUBLIC = CacheScope.CACHE_SCOPE_PUBLIC;

  /** What answers a request at once, or throws the status that says why there is no answer. */
  interface Answer<Q, A> {
    A of(Q request) throws Exception;
  }

  static StatusRuntimeException refused(Status status, String why) {
    return status.withDescription(why).asRuntimeException();
  }

  static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  static final class Service {
    final ServerServiceDefinition.Builder methods = ServerServiceDefinition.builder(SERVICE);

    <Q extends Message, A extends Message> Service add(String name, Q request, A empty, Answer<Q, A> answer) {
      methods.addMethod(
          method(name, request, empty),
          ServerCalls.asyncUnaryCall(
              (asked, observer) -> {
                try {
                  A answered = answer.of(asked);
                  observer.onNext(answered);
                  observer.onCompleted();
                } catch (Exception error) {
                  // Whoever cancelled has no ears for this, and grpc-java drops it.
                  observer.onError(
                      error instanceof StatusRuntimeException ? error : Status.INTERNAL.asRuntimeException());
                }
              }));
      return this;
    }
  }

  public static void main(String[] words) throws Exception {
    Service service =
        new Service()
            .add("ListTools", ListToolsRequest.getDefaultInstance(), ListToolsResponse.getDefaultInstance(),
                asked -> ListToolsResponse.newBuilder().setCommon(COMPLETE).addAllTools(Tools.list())
                    .setTtl(TTL).setCacheScope(PUBLIC).build())
            .add("CallTool", CallToolRequest.getDefaultInstance(), CallToolResponse.getDefaultInstance(), Tools::call)
            .add("ListPrompts", ListPromptsRequest.getDefaultInstance(), ListPromptsResponse.getDefaultInstance(),
                asked -> ListPromptsResponse.newBuilder().setCommon(COMPLETE).addAllPrompts(Offers.prompts())
                    .setTtl(TTL).setCacheScope(PUBLIC).build())
            .add("GetPrompt", GetPromptRequest.getDefaultInstance(), GetPromptResponse.getDefaultInstance(),
                Offers::getPrompt)
            .add("ListResources", ListResourcesRequest.getDefaultInstance(),
                ListResourcesResponse.getDefaultInstance(),
                asked -> ListResourcesResponse.newBuilder().setCommon(COMPLETE).addAllResources(Offers.resources())
                    .setTtl(TTL).setCacheScope(PUBLIC).build())
            .add("ListResourceTemplates", ListResourceTemplatesRequest.getDefaultInstance(),
                ListResourceTemplatesResponse.getDefaultInstance(),
                asked -> ListResourceTemplatesResponse.newBuilder().setCommon(COMPLETE)
                    .addResourceTemplates(Offers.template()).setTtl(TTL).setCacheScope(PUBLIC).build())
            .add("ReadResource", ReadResourceRequest.getDefaultInstance(), ReadResourceResponse.getDefaultInstance(),
                asked -> ReadResourceResponse.newBuilder().setCommon(COMPLETE)
                    .addResource(Offers.read(asked.getUri())).setTtl(TTL).setCacheScope(PUBLIC).build())
            .add("Complete", CompletionRequest.getDefaultInstance(), CompletionResponse.getDefaultInstance(),
                Offers::complete);
    // All addresses in its container, where a port is named; this machine alone elsewhere.
    InetSocketAddress address =
        words.length > 0 ? new InetSocketAddress(Integer.parseInt(words[0])) : new InetSocketAddress("127.0.0.1", 0);
    Server server = NettyServerBuilder.forAddress(address).addService(service.methods.build()).build().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        server.shutdown().awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException late) {
        server.shutdownNow();
      }
    }));
    System.out.println("listening on " + server.getPort());
    server.awaitTermination();
  }
}
