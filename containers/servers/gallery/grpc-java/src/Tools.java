// The tools: a schema for each, and what it does with arguments that fit.
import com.google.mcp.*;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Context;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

final class Tools {
  interface Act {
    CallToolResponse on(Struct arguments) throws Exception;
  }

  record Tool(String about, Struct schema, Act act) {}

  static final int LONGEST_WAIT_MS = 10_000;
  static final Struct NOTHING = Structs.struct(Map.of("type", "object", "properties", Map.of()));
  static final Struct MODERN = Structs.struct(Map.of(
      "$schema", "https://json-schema.org/draft/2020-12/schema",
      "type", "object",
      "$defs", Map.of("address", Map.of(
          "$anchor", "addressDef", "type", "object", "properties", Map.of("street", Map.of("type", "string")))),
      "properties", Map.of("name", Map.of("type", "string"), "address", Map.of("$ref", "#/$defs/address")),
      "allOf", List.of(Map.of("anyOf", List.of(Map.of("required", List.of("name")), Map.of()))),
      "if", Map.of("properties", Map.of("name", Map.of("const", "nobody")), "required", List.of("name")),
      "then", Map.of("properties", Map.of("address", Map.of("type", "object"))),
      "else", Map.of("properties", Map.of("address", Map.of("type", "object"))),
      "additionalProperties", false));
  static final int MAX_LABELS = 1_000;
  /** What became of slow calls, by the labels of their clients; the oldest label is forgotten first. */
  static final Map<String, String> SLOW = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > MAX_LABELS;
    }
  });
  static final Map<String, Tool> TOOLS = new LinkedHashMap<>();

  static {
    EmbeddedResource mixed =
        embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}");
    add("test_simple_text", "Returns one text", NOTHING,
        always(item().setText(text("This is a simple text response for testing."))));
    add("test_image_content", "Returns one image", NOTHING, always(item().setImage(image())));
    add("test_audio_content", "Returns one sound", NOTHING,
        always(item().setAudio(AudioContent.newBuilder().setData(Structs.WAV).setMimeType("audio/wav"))));
    add("test_embedded_resource", "Returns one embedded resource", NOTHING,
        always(item().setEmbeddedResource(embedded("test://embedded-resource", "text/plain", "An embedded text."))));
    add("test_multiple_content_types", "Returns a text, an image and an embedded resource, in this order", NOTHING,
        always(item().setText(text("Three kinds:")), item().setImage(image()), item().setEmbeddedResource(mixed)));
    add("test_error_handling", "Always fails", NOTHING,
        arguments -> say("This tool fails on purpose.").toBuilder().setIsError(true).build());
    add("json_schema_2020_12_tool", "Has a schema with many keywords", MODERN,
        always(item().setText(text("The arguments fit."))));
    add("test_structured_content", "Returns structured content that fits its output schema", NOTHING,
        arguments -> say("{\"city\":\"Lisbon\",\"celsius\":22.5}").toBuilder()
            .setStructuredContent(Structs.struct(Map.of("city", "Lisbon", "celsius", 22.5))).build());
    add("test_echo", "Returns its argument", needs("text", Map.of("type", "string")),
        arguments -> say(arguments.getFieldsOrThrow("text").getStringValue()));
    // What arrived, in Java's own words and in the proto's.
    add("echo_arguments", "Returns its arguments, whatever they are", NOTHING,
        arguments -> say(arguments.toString()).toBuilder().setStructuredContent(arguments).build());
    Map<String, ?> ms = Map.of("type", "integer", "minimum", 0, "maximum", LONGEST_WAIT_MS);
    Struct waits = Structs.struct(Map.of("type", "object", "required", List.of("ms"),
        "properties", Map.of("ms", ms, "label", Map.of("type", "string"))));
    add("test_slow", "Answers after so many milliseconds, and stops at once when the RPC is over", waits,
        Tools::slow);
    add("test_slow_state", "Tells what became of the call of test_slow with that label",
        needs("label", Map.of("type", "string")),
        arguments -> say(SLOW.getOrDefault(arguments.getFieldsOrThrow("label").getStringValue(), "unknown")));
  }

  static void add(String name, String about, Struct schema, Act act) {
    TOOLS.put(name, new Tool(about, schema, act));
  }

  static Struct needs(String name, Map<String, ?> schema) {
    return Structs.struct(Map.of("type", "object", "properties", Map.of(name, schema), "required", List.of(name)));
  }

  static CallToolResponse.Content.Builder item() {
    return CallToolResponse.Content.newBuilder();
  }

  static TextContent text(String words) {
    return TextContent.newBuilder().setText(words).build();
  }

  static ImageContent image() {
    return ImageContent.newBuilder().setData(Structs.PNG).setMimeType("image/png").build();
  }

  static EmbeddedResource embedded(String uri, String mimeType, String words) {
    return EmbeddedResource.newBuilder()
        .setContents(ResourceContents.newBuilder().setUri(uri).setMimeType(mimeType).setText(words)).build();
  }

  static CallToolResponse say(String words) {
    return CallToolResponse.newBuilder().setCommon(Main.COMPLETE).addContent(item().setText(text(words))).build();
  }

  static Act always(CallToolResponse.Content.Builder... items) {
    CallToolResponse.Builder answer = CallToolResponse.newBuilder().setCommon(Main.COMPLETE);
    for (CallToolResponse.Content.Builder one : items) answer.addContent(one);
    CallToolResponse made = answer.build();
    return arguments -> made;
  }

  /** Ends with the RPC: whoever cancels it, or lets its deadline pass, cancels its context. */
  static CallToolResponse slow(Struct arguments) throws InterruptedException {
    double ms = arguments.getFieldsOrThrow("ms").getNumberValue();
    if (ms != Math.rint(ms) || ms < 0 || ms > LONGEST_WAIT_MS) {
      throw Main.refused(Status.INVALID_ARGUMENT, "ms must be a whole number within 0 and " + LONGEST_WAIT_MS + ".");
    }
    CountDownLatch over = new CountDownLatch(1);
    Context.CancellationListener listener = context -> over.countDown();
    String label = arguments.getFieldsOrDefault("label", Value.getDefaultInstance()).getStringValue();
    SLOW.put(label, "working");
    Context.current().addListener(listener, Runnable::run);
    try {
      boolean stopped = over.await((long) ms, TimeUnit.MILLISECONDS);
      SLOW.put(label, stopped ? "stopped" : "done");
      if (stopped) throw Status.CANCELLED.asRuntimeException();
    } finally {
      Context.current().removeListener(listener);
    }
    return say("Waited " + (long) ms + " ms.");
  }

  static List<com.google.mcp.Tool> list() {
    List<com.google.mcp.Tool> listed = new ArrayList<>();
    TOOLS.forEach((name, tool) -> {
      com.google.mcp.Tool.Builder made = com.google.mcp.Tool.newBuilder().setName(name)
          .setDescription(tool.about()).setInputSchema(tool.schema())
          .setAnnotations(ToolAnnotations.newBuilder().setReadOnlyHint(true));
      if (name.equals("test_structured_content")) {
        made.setOutputSchema(Structs.struct(Map.of("type", "object", "required", List.of("city", "celsius"),
            "properties", Map.of("city", Map.of("type", "string"), "celsius", Map.of("type", "number")))));
      }
      listed.add(made.build());
    });
    Asking.TOOLS.keySet().forEach(name -> listed.add(com.google.mcp.Tool.newBuilder().setName(Asking.PREFIX + name)
        .setDescription("Asks before it answers").setInputSchema(NOTHING).build()));
    return listed;
  }

  /** As much of JSON Schema as the schemas above need. */
  static void check(Struct arguments, Struct schema) {
    Struct properties = schema.getFieldsOrThrow("properties").getStructValue();
    ListValue required = schema.getFieldsOrDefault("required", Value.getDefaultInstance()).getListValue();
    for (Value name : required.getValuesList()) {
      if (!arguments.containsFields(name.getStringValue())) {
        throw Main.refused(Status.INVALID_ARGUMENT, "The argument " + name.getStringValue() + " is missing.");
      }
    }
    boolean closed = schema.containsFields("additionalProperties");
    arguments.getFieldsMap().forEach((name, value) -> {
      Struct property = properties.getFieldsOrDefault(name, Value.getDefaultInstance()).getStructValue();
      String type = property.getFieldsOrDefault("type", Value.getDefaultInstance()).getStringValue();
      boolean fits = switch (type) {
        case "string" -> value.hasStringValue();
        case "integer" -> value.hasNumberValue();
        default -> true;
      };
      if (!fits || (closed && !properties.containsFields(name))) {
        throw Main.refused(Status.INVALID_ARGUMENT, "The argument " + name + " does not fit the schema.");
      }
    });
  }

  static CallToolResponse call(CallToolRequest request) throws Exception {
    String name = request.getRequest().getName();
    if (name.startsWith(Asking.PREFIX)) {
      Asking.Act act = Asking.TOOLS.get(name.substring(Asking.PREFIX.length()));
      if (act != null) return act.on(request.getCommon());
    }
    Tool tool = TOOLS.get(name);
    if (tool == null) throw Main.refused(Status.NOT_FOUND, "There is no tool \"" + name + "\".");
    check(request.getRequest().getArguments(), tool.schema());
    return tool.act().on(request.getRequest().getArguments());
  }

  private Tools() {}
}
